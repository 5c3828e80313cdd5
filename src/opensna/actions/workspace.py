"""A workspace on disk: settings, delivered files, releases, editions, the register."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from opensna.catalogue import SOURCES
from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.core.provenance import ReleaseRecord
from opensna.reference.comparison import ComparisonSet, with_own
from opensna.reference.harm import severity_weights, weights_of
from opensna.reference.partnership import Partnership, partnerships, read_partnership
from opensna.stats.harm import HarmWeights
from opensna.warehouse.release import DATA
from opensna.warehouse.span import span_of
from opensna.warehouse.warehouse import Warehouse

SETTINGS = "opensna.toml"


def plain_name(period: str) -> str:
    """An edition's name where nobody gives one: its period as said, such as 2023, fy2022-23 or 2022-10_to_2023-09."""
    return period.strip().replace("/", "_to_")


class EditionSettings(BaseModel):
    """[edition]: the period assessed, the baselines that changes are read against, by name, and whether across breaks too."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    period: str = "2023"
    baselines: dict[str, str] = {"calendar 2019": "2019", "year to March 2020": "fy2019-20"}
    across_breaks: bool = False

    @property
    def name(self) -> str:
        """The edition's name where nobody gives one."""
        return plain_name(self.period)


class Settings(BaseModel):
    """opensna.toml.

    `publisher`, `contact` and `licence` are printed on what is published. `releases` pins a source to a release; a source
    without one uses its newest.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    partnership: str = "london"
    definition: str = "london"
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    is_demo: bool = False
    edition: EditionSettings = EditionSettings()
    releases: dict[str, str] = {}


@dataclass(frozen=True)
class Workspace:
    """A folder with an opensna.toml."""

    root: Path
    settings: Settings

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """Read a workspace's settings.

        Raises
        ------
        InputError : the folder has no opensna.toml. DocumentError : it does not fit the model.
        """
        path = root / SETTINGS
        if not path.is_file():
            raise InputError(
                "this folder is not a workspace",
                where=str(root),
                found=f"no {SETTINGS}",
                do_this=f"make one with: opensna init london {root}",
            )
        try:
            return cls(root, Settings.model_validate(tomllib.loads(path.read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as error:
            first = error.errors()[0] if isinstance(error, ValidationError) else None
            place = ".".join(str(part) for part in first["loc"]) if first else "the text"
            raise DocumentError(
                "the settings cannot be read",
                where=str(path),
                found=f"{place}: {first['msg'] if first else error}",
                expected="the settings that `opensna init` writes",
                do_this=f"mend {place} in {SETTINGS}",
            ) from None

    @cached_property
    def partnership(self) -> Partnership:
        """Whom it assesses: records/partnership.yaml if somebody wrote one, else the preset that the settings name.

        Raises
        ------
        UnknownIdError : no such preset. DocumentError : the file does not fit.
        """
        own = self.root / "records" / "partnership.yaml"
        if own.is_file():
            return read_partnership(own)
        wanted = self.settings.partnership
        if wanted not in partnerships():
            raise UnknownIdError.of(
                "partnership", wanted, list(partnerships()), do_this="use a preset, or write records/partnership.yaml"
            )
        return partnerships()[wanted]

    @cached_property
    def comparison_sets(self) -> Mapping[str, ComparisonSet]:
        """The areas outside that its own are compared with: OpenSNA's lists, and those of records/comparators.

        Raises
        ------
        DocumentError : a file of the folder does not fit.
        """
        return with_own(self.root / "records" / "comparators")

    @property
    def harm_weights(self) -> HarmWeights:
        """records/harm_weights.csv if somebody wrote one, else the Crime Severity Score's."""
        own = self.root / "records" / "harm_weights.csv"
        return weights_of(own) if own.is_file() else severity_weights()

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace that `start` lies in: the nearest folder upwards that has an opensna.toml."""
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                return cls.open(folder)
        return cls.open(start)

    @property
    def warehouse(self) -> Warehouse:
        """Its releases."""
        return Warehouse(self.root / "warehouse")

    def span(self, record: ReleaseRecord) -> str:
        """Which time a release's rows are of, as "2010-04 to 2024-01"; "no months" where they are of none."""
        data = self.root / "warehouse" / record.source / record.release / DATA
        found = span_of(record, SOURCES[record.source].contract, data)
        return " to ".join(dict.fromkeys(day[:7] for day in found)) if found else "no months"

    @property
    def inbox(self) -> Path:
        """Delivered files, never changed."""
        return self.root / "inbox"

    @property
    def editions(self) -> Path:
        """Editions by name and audience."""
        return self.root / "editions"

    @property
    def register(self) -> Path:
        """What has been published."""
        return self.root / "register"
