"""Every deliberate error: what, where, found, expected, do this.

::

    OpenSNAError                       base; never raised itself
    ├── InputError            exit 2   what a person typed or wrote by hand (a period, an id, a setting)
    │   ├── UnknownIdError             an id that is not in the catalogue; suggests the nearest
    │   ├── PeriodError                a period that cannot be read or that the data does not hold
    │   └── DocumentError              a YAML or TOML document that does not fit its model
    ├── DeliveryError         exit 3   a delivered file that cannot be read as its source; nothing was stored
    │   ├── UnreadableFileError        empty, binary, archive, wrong encoding, a line too long
    │   ├── HeaderError                columns that no known header vintage has
    │   ├── ReleaseDateError           no release date in the file and none was given
    │   └── ContractError              more rows break the contract than it allows
    ├── WarehouseError        exit 4   a release that is missing, damaged or cannot be written (a full disc)
    ├── DenominatorError      exit 5   a population that is zero, negative or absent
    ├── DisclosureError       exit 6   something that may not leave the authors' circle
    ├── ClaimError            exit 7   a sentence whose estimates do not say it
    ├── FetchError            exit 8   a download that failed; prints the address for a hand download
    └── ChartError            exit 9   a chart whose data do not fit its form; a section made it wrongly

No record-level value of a restricted source ever enters `found`: callers pass counts and column names only.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import ClassVar


class OpenSNAError(Exception):
    """Base of every deliberate error.

    Parameters
    ----------
    what : the failure in a clause, without a full stop.
    where : file, column, document, command.
    found, expected : counts, columns and public values only.
    do_this : the remedy, as an instruction.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", found: str = "", expected: str = "", do_this: str) -> None:
        self.what, self.where, self.found, self.expected, self.do_this = what, where, found, expected, do_this
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole error as printed: three short lines."""
        head = f"{type(self).__name__}[{self.code}]" + (f" {self.where}" if self.where else "") + f": {self.what}"
        middle = "   ".join(
            f"{name}: {text}" for name, text in (("found", self.found), ("expected", self.expected)) if text
        )
        return "\n".join(line for line in (head, f"  {middle}" if middle else "", f"  do this: {self.do_this}") if line)


class InputError(OpenSNAError):
    """Raised by actions and the command line for what a person typed."""

    code, exit_code = "input", 2


class UnknownIdError(InputError):
    """Raised when an id is not in the catalogue."""

    code = "unknown_id"

    @classmethod
    def of(cls, kind: str, wanted: str, known: list[str], *, do_this: str = "") -> UnknownIdError:
        """Error that names the nearest known id."""
        near = get_close_matches(wanted, known, n=1, cutoff=0.5)
        hint = f" (did you mean: {near[0]})" if near else ""
        return cls(
            f"no {kind} has this id",
            where=kind,
            found=repr(wanted),
            expected=f"one of {len(known)}{hint}",
            do_this=do_this
            or (f"use one of: {', '.join(known)}" if len(known) <= 12 else f"list them with: opensna {kind}s"),
        )


class PeriodError(InputError):
    """Raised for a period that cannot be read, or that a release does not cover."""

    code = "period"


class DocumentError(InputError):
    """Raised when a YAML or TOML document does not fit its model."""

    code = "document"


class DeliveryError(OpenSNAError):
    """Base of what can be wrong with a delivered file as a whole. Nothing was stored."""

    code, exit_code = "delivery", 3


class UnreadableFileError(DeliveryError):
    """Raised by sources and the warehouse: empty, binary, archive, wrong encoding, a line too long."""

    code = "unreadable"


class HeaderError(DeliveryError):
    """Raised when a file's columns match no header vintage of its source."""

    code = "header"


class ReleaseDateError(DeliveryError):
    """Raised when neither the file nor the command says which release this is."""

    code = "release_date"


class ContractError(DeliveryError):
    """Raised once for a delivery, with every failure, when more rows break the contract than it allows."""

    code = "contract"


class WarehouseError(OpenSNAError):
    """Raised for a release that is missing, damaged or cannot be written."""

    code, exit_code = "warehouse", 4


class DenominatorError(OpenSNAError):
    """Raised by stats for a denominator that is zero, negative or absent."""

    code, exit_code = "denominator", 5


class DisclosureError(OpenSNAError):
    """Raised when something may not leave the authors' circle."""

    code, exit_code = "disclosure", 6


class ClaimError(OpenSNAError):
    """Raised by the ledger for a sentence that its estimates do not support."""

    code, exit_code = "claim", 7


class FetchError(OpenSNAError):
    """Raised when a download failed; carries the address for a hand download."""

    code, exit_code = "fetch", 8


class ChartError(OpenSNAError):
    """Raised when a chart is made from data that its form cannot draw."""

    code, exit_code = "chart", 9
