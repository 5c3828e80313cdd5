"""What a programme is worth, and its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from opensna.actions._money import catalogue_of, effects_of, indices_of
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect
from opensna.alignment.value import Value, value_programme
from opensna.alignment.value_spec import join_effects, read_value_spec
from opensna.alignment.value_workbook import write_value_workbook
from opensna.core.document import yaml_files
from opensna.core.errors import UnknownIdError
from opensna.costs.draws import SEED


def worked_examples() -> Mapping[str, Traversable]:
    """The documents that come with OpenSNA, by id."""
    folder = resources.files("opensna.alignment") / "worked"
    return {file.name.removesuffix(".yaml"): file for file in yaml_files(folder)}


def value(
    workspace: Workspace,
    document: str,
    *,
    effects: Mapping[str, Effect] | None = None,
    workbook: Path | None = None,
    seed: int = SEED,
) -> Value:
    """Value the programme of a document.

    Parameters
    ----------
    document : a path, the name of a file in records/values without its ending, or the id of a worked example.
    effects : effects by id, by default those of the What Works index and of evaluations.
    workbook : where to write the spreadsheet, if wanted.

    Raises
    ------
    UnknownIdError, InputError, DocumentError : as the rooms tell.
    """
    found = read_value_spec(_document(workspace, document))
    known = effects_of(workspace) if effects is None else effects
    made = value_programme(
        join_effects(found, known), catalogue_of(workspace), indices=indices_of(workspace), seed=seed
    )
    if workbook:
        write_value_workbook(made, workbook)
    return made


def _document(workspace: Workspace, wanted: str) -> Traversable:
    folder = workspace.root / "records" / "values"
    own = {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder.is_dir() else {}
    if Path(wanted).is_file():
        return Path(wanted)
    known: dict[str, Traversable] = {**worked_examples(), **own}
    if wanted not in known:
        raise UnknownIdError.of(
            "programme to be valued", wanted, list(known),
            do_this=f"write records/values/{wanted}.yaml, or use one of: {', '.join(known)}",
        )  # fmt: skip
    return known[wanted]
