"""What records name must be there: approaches, programmes, funds, evaluations, awards, measures and areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from opensna.catalogue import MEASURES
from opensna.core.errors import DocumentError
from opensna.reference.partnership import Partnership

if TYPE_CHECKING:
    from opensna.actions.programmes import Registers

_SHOWN = 8
Named = tuple[str, str, str, Iterable[str]]
"""Who names, what, which id, and the ids that there are."""


def refuse_loose_ends(held: Registers, approaches: set[str], place: Partnership) -> None:
    """DocumentError if a record names what is not there; all of these at once.

    An area must be one of the partnership's, or the whole: the map would silently leave out any other. A place that an award is to
    benefit may be of another kind, such as a ward, and is then not looked up.
    """
    loose = [
        f"{who} names {what} {name!r}{'' if what == 'area' else _meant(name, known)}"
        for who, what, name, known in (*_names(held, approaches), *_areas(held, place))
        if name not in known
    ]
    if loose:
        more = f"; and {len(loose) - _SHOWN} more" if len(loose) > _SHOWN else ""
        raise DocumentError(
            "records name what no register holds", where="records", found="; ".join(loose[:_SHOWN]) + more,
            expected=f"ids of approaches, programmes, funds, evaluations, awards and measures that are there, and codes of "
            f"{place.whole.name}'s {place.area_words} ({next(iter(place.areas))} …) or of the whole ({place.whole.code})",
            do_this="correct what is named, or add the record that it names first",
        )  # fmt: skip


def _names(held: Registers, approaches: set[str]) -> Iterator[Named]:
    for p in held.programmes.values():
        yield from ((f"programme {p.id}", "approach", link.approach, approaches) for link in p.approaches)
        yield from ((f"programme {p.id}", "evaluation", name, held.evaluations) for name in p.evaluations)
        yield from ((f"programme {p.id}", "award", g.award, held.awards) for g in p.onward_grants if g.award)
    for f in held.funds.values():
        yield f"fund {f.id}", "programme", f.programme, held.programmes
        if f.measure:
            yield f"fund {f.id}", "measure", f.measure, MEASURES
    for e in held.evaluations.values():
        yield f"evaluation {e.id}", "programme", e.programme, held.programmes
        yield from ((f"evaluation {e.id}", "approach", name, approaches) for name in e.approaches)
    for a in held.awards.values():
        for what, name, known in (
            ("programme", a.programme, held.programmes),
            ("fund", a.fund, held.funds),
            ("award", a.onward_of, held.awards),
        ):
            if name:
                yield f"award {a.id}", what, name, known


def _areas(held: Registers, place: Partnership) -> Iterator[Named]:
    known = {*place.areas, place.whole.code, *place.around}
    kinds = {code[:3] for code in known}
    for p in held.programmes.values():
        yield from ((f"programme {p.id}", "area", code, known) for code in p.areas)
    for a in held.awards.values():
        yield from ((f"award {a.id}", "area", code, known) for code in a.benefits if code[:3] in kinds)


def _meant(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.75)
    return f" (did you mean: {near[0]})" if near and near[0] != name else ""
