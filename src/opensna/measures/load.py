"""Reads the folder of measures: a YAML file is one measure, or with `for_each` one for each value of a column."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError
from opensna.measures.measure import Measure, RecordsDenominator, Value

VALUE = "{value}"
EACH = "_each"
"""End of the name of a file with `for_each`."""


class ForEach(BaseModel):
    """Many measures from one file: `<prefix>_<suffix>` for each suffix and the value (or values) that it stands for.

    The value is added to `where` under `column`. `{value}` in a text is replaced by it, in lower case, or by `names`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: str
    values: dict[str, Value | tuple[Value, ...]] = Field(min_length=1)
    names: dict[str, str] = {}


def load_measures(folder: Traversable) -> Mapping[str, Measure]:
    """Every measure of a folder by id, read-only, in order of file and then of value.

    Raises
    ------
    DocumentError : a file that does not fit, a placeholder, an id that is not the file's, or two measures of one id.
    """
    found: dict[str, Measure] = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if not path.name.endswith(".yaml"):
            continue
        for measure in read_measures(path):
            if measure.id in found:
                raise DocumentError(
                    "two measures have one id",
                    where=f"{path.name}, field id",
                    found=measure.id,
                    do_this="give one of them another file name or suffix",
                )
            found[measure.id] = measure
    return MappingProxyType(found)


def read_measures(path: Traversable) -> list[Measure]:
    """The measures of one file."""
    content = read_yaml(path)
    stem = path.name.removesuffix(".yaml").removesuffix(EACH if "for_each" in content else "")
    if content.get("id") != stem or ("for_each" in content) != path.name.endswith(f"{EACH}.yaml"):
        raise DocumentError(
            "the id is not the file's name",
            where=f"{path.name}, field id",
            found=repr(content.get("id")),
            expected=repr(stem),
            do_this=f"rename the file or correct the id; with for_each the file is <id>{EACH}.yaml, and id the prefix of all ids",
        )
    if "for_each" not in content:
        return [_checked(fit(content, Measure, where=path.name), path.name)]
    each = fit(content.pop("for_each"), ForEach, where=f"{path.name}, field for_each")
    return [
        _checked(fit(_expand(content, each, suffix), Measure, where=f"{path.name} ({suffix})"), path.name)
        for suffix in each.values
    ]


def document_schema() -> dict[str, Any]:
    """JSON Schema of a measure's file, for editors and for checks outside Python; generated, never written by hand."""
    schema = Measure.model_json_schema()
    each = ForEach.model_json_schema()
    schema["properties"]["for_each"] = {key: value for key, value in each.items() if key != "$defs"}
    schema["title"] = "OpenSNA measure"
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def _expand(content: dict[str, Any], each: ForEach, suffix: str) -> dict[str, Any]:
    value = each.values[suffix]
    name = each.names.get(suffix) or (value.lower() if isinstance(value, str) else suffix.replace("_", " "))
    texts = {key: _fill(text, name) for key, text in content.items() if key in ("title", "question", "caveats")}
    where = {**content.get("where", {})}
    denominator = content.get("denominator")
    if isinstance(denominator, dict) and "records" in denominator:
        denominator = {"records": {**denominator["records"], each.column: value}}
    else:
        where[each.column] = value
    return {**content, **texts, "id": f"{content['id']}_{suffix}", "where": where, "denominator": denominator}


def _fill(text: Any, name: str) -> Any:
    if isinstance(text, list):
        return [_fill(item, name) for item in text]
    if not isinstance(text, str):
        return text
    filled = text.replace(VALUE, name)
    return filled[0].upper() + filled[1:] if filled else filled


def _checked(measure: Measure, name: str) -> Measure:
    """Refuse a measure whose parts contradict one another."""
    is_share = isinstance(measure.denominator, RecordsDenominator)
    problem, remedy = "", ""
    if is_share != (measure.method == "wilson"):
        problem, remedy = "a share needs the method wilson, and only a share has it", "correct method or denominator"
    elif is_share and measure.per != 1:
        problem, remedy = f"a share is 0 to 1, but per is {measure.per}", "write per: 1"
    elif measure.sum and measure.distinct:
        problem, remedy = "sum and distinct exclude one another", "keep one of them"
    elif VALUE in f"{measure.title} {measure.question} {measure.caveats}":
        problem, remedy = f"{VALUE} in a measure without for_each", "write the words, or add for_each"
    elif (measure.reviewed_by == "unreviewed") != (measure.reviewed_on == ""):
        problem, remedy = "a reviewer and a review date go together", "give both, or neither"
    if problem:
        raise DocumentError(problem, where=f"{name}, measure {measure.id}", do_this=remedy)
    return measure
