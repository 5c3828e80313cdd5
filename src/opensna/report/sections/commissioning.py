"""What is commissioned: priority area by tier, what the register states and does not, where money ends, and a fund divided by its rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opensna.assessment.claims import number, percent
from opensna.commissioning.portfolio import funding_cliffs, reach_bounds, table3, unknown_ends
from opensna.commissioning.programme import FACTS, Programme
from opensna.core.block import Block, Callout, Prose, Table
from opensna.core.missing import Mark
from opensna.reference.logic_model import priority_areas
from opensna.reference.tiers import tiers
from opensna.report.rooms import DividedFund, Rooms
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._figures import rounding_note

ROBBERY = "mps_personal_robbery"
MONTHS = 12
"""How far ahead of the edition's day ends of funding are named."""
GETS = "Would be given a grant"
UNSURE = 0.05
"""A chance of standing the other way round above which the counts are said not to tell two areas apart."""
SOURCE = "Register of programmes: Table 3 and Annex of the assessment of April 2025, and the workspace's own records"
MONEY_GOES_TO_AREAS = (
    "Money is divided between areas by one number an area. Ethnicity, and any other group of people, is never an input. A count says where offences are "
    "recorded, not where those live who would take part."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    rooms = context.edited.rooms
    divided = [block for found in rooms.divided for block in _divided(context, found)]
    if not context.area.is_whole:
        return (
            Prose(
                f"The register of programmes is the partnership's: it stands in the assessment of {context.whole.name}."
            ),
            *divided,
        )
    return (*_register(context, rooms), *(divided or [_not_divided(context)]))


def _register(context: SectionContext, rooms: Rooms) -> list[Block]:
    held = rooms.programmes
    if not held:
        return [
            Callout(f"No programmes: not available {Mark.NOT_AVAILABLE}", f"No programme of {context.whole.name} is in the register. Write one "
                    "file a programme and take it in with: opensna programmes add programmes FILE. Then assess again."),
        ]  # fmt: skip
    return [
        Prose("Programmes stand in the tier and priority area that the partnership gave them; what the register does not state is not guessed."),
        _table3(held), _stated(held), *_without_evaluation(held, rooms), _reach(held), *_cliffs(held, rooms.on or date.today()), _spend(rooms),
    ]  # fmt: skip


def _table3(held: Sequence[Programme]) -> Table:
    names = tiers()
    rows = tuple(
        (row.title, *("; ".join(row.by_tier[tier]) or "none" for tier in names), "; ".join(row.not_tiered) or "none")
        for row in table3(held)
    )
    columns = ("Priority area", *(tier.name for tier in names.values()), "No tier")
    return Table(
        "Programmes by priority area and tier",
        columns,
        rows,
        note="As Table 3 of the report of April 2025, drawn from the register.",
        source=SOURCE,
    )


def _stated(held: Sequence[Programme]) -> Table:
    rows = tuple(
        (fact.capitalize(), number(n := sum(bool(getattr(p, fact)) for p in held)), number(len(held) - n))
        for fact in FACTS
    )
    columns = ("Fact", "Programmes that state it", "Programmes that do not [x]")
    return Table("What the register states", columns, rows, numeric=columns[1:], source=SOURCE)


def _without_evaluation(held: Sequence[Programme], rooms: Rooms) -> list[Block]:
    areas = priority_areas()
    with_one = tuple(
        (p.name, areas[p.priority_area].name, "; ".join(rooms.evaluations.get(id, f"{id}: {Mark.NOT_AVAILABLE} not in the registry") for id in p.evaluations))
        for p in held if p.evaluations
    )  # fmt: skip
    without = tuple(
        (p.name, areas[p.priority_area].name, p.unknown.get("evaluations", "no reason given"))
        for p in held
        if not p.evaluations
    )
    blocks: list[Block] = []
    if with_one:
        blocks.append(
            Table(
                "Programmes with an evaluation",
                ("Programme", "Priority area", "Where it stands"),
                with_one,
                source=SOURCE,
            )
        )
    if without:
        blocks.append(
            Table("Programmes without an evaluation [x]", ("Programme", "Priority area", "Why"), without, source=SOURCE)
        )
    return blocks


def _reach(held: Sequence[Programme]) -> Table:
    found = reach_bounds(held)
    rows = (
        ("Different people reached, at least", number(found.least) if found.counted else str(Mark.NOT_AVAILABLE)),
        ("Different people reached, at most", number(found.most) if found.counted else str(Mark.NOT_AVAILABLE)),
        ("Programmes that state how many people", number(len(found.counted))),
        ("Programmes that do not", number(len(found.not_counted))),
    )
    return Table(
        "Whom the programmes reached", ("What", "Number"), rows, numeric=("Number",),
        note="At least: everybody was in the largest programme too. At most: nobody was in two. The sum over programmes is no figure of people.",
        source=SOURCE,
    )  # fmt: skip


def _cliffs(held: Sequence[Programme], on: date) -> list[Block]:
    ending = funding_cliffs(held, on=on, months=MONTHS)
    day = f"{on.day} {on:%B %Y}"
    not_ended = [p for p in held if p.status != "ended"]
    unknown = len(unknown_ends(held))
    rows = (
        (f"Ends within {MONTHS} months of {day}", number(len(ending))),
        ("Ends later, or the written end has passed", number(len(not_ended) - len(ending) - unknown)),
        ("Nobody wrote down when it ends [x]", number(unknown)),
    )
    blocks: list[Block] = [
        Table(
            "Where funding ends", ("Programmes that have not ended", "Number"), rows, numeric=("Number",), source=SOURCE
        )
    ]
    if len(ending):
        named = tuple(
            (
                r["name"],
                f"{r['funded_until']:%d %B %Y}",
                number(r["amount"]) if r["amount"] == r["amount"] else str(Mark.NOT_AVAILABLE),
            )
            for r in ending.to_dict("records")
        )
        columns = ("Programme", "Funded until", "Ends then, £")
        blocks.append(
            Table(f"Funding that ends within {MONTHS} months", columns, named, numeric=columns[2:], source=SOURCE)
        )
    return blocks


def _spend(rooms: Rooms) -> Block:
    if rooms.spend is None:
        return Prose(
            f"Share of spend whose place is stated: not available {Mark.NOT_AVAILABLE}. No award is recorded; take grants in the 360Giving standard "
            "in with: opensna programmes grants FILE."
        )
    spend = rooms.spend
    rows = (
        ("Awarded in pounds", number(spend.table["amount"].sum())),
        ("Share of it whose place of benefit is stated", percent(spend.stated_share)),
        ("Awards in another currency, in no sum", number(spend.other_currencies)),
        ("Awards that could not be read", number(spend.rejected)),
    )
    return Table(
        "Awards by whether it is stated whom they are for", ("What", "Value"), rows, numeric=("Value",),
        note="The place is the one that a grant is for, never the recipient's address. One that names several is divided equally.",
        source="The workspace's awards, in the 360Giving standard",
    )  # fmt: skip


def _divided(context: SectionContext, found: DividedFund) -> list[Block]:
    """The fund's table, for one area its own row, and the line."""
    rule = found.fund.rule_in_its_words
    title = f"What the rule of the {found.fund.name} ({rule}) would do with the counts of {in_words(context.period)}"
    what = context.described(found.measure).title
    table = found.allocation.table
    shown = table if context.area.is_whole else table[table["area_code"] == context.area.code]
    has_money = found.fund.budget is not None
    rows = tuple(
        (
            r["area_name"], number(r["value"]) if r["value"] == r["value"] else str(Mark.NOT_AVAILABLE),
            number(r["rank"]) if r["rank"] == r["rank"] else str(Mark.NOT_APPLICABLE),
            _signed(r["from_line"]), percent(r["chance"]) if r["chance"] == r["chance"] else str(Mark.NOT_APPLICABLE),
            ("would" if r["share"] == 1 else "would share" if r["gets"] else "would not"), *((number(r["amount"]),) if has_money else ()),
        )
        for r in shown.to_dict("records")
    )  # fmt: skip
    columns = (
        context.area_word.capitalize(),
        what,
        "Place",
        "From the line",
        "Chance of belonging",
        GETS,
        *(("Pounds",) if has_money else ()),
    )
    budget = "" if has_money else f" The budget is not stated {Mark.NOT_AVAILABLE}, so no amounts are shown."
    block = Table(
        title, columns, rows, numeric=tuple(c for c in columns[1:] if c != GETS),
        note=f"An example of a rule, not an award. Chance of belonging: that the area is above the line if its true level of need were known. Repeat victims make counts less sure than this."
        f"{budget} {rounding_note(context, found.measure)}",
        source=context.source_line(found.measure), is_synthetic=context.is_synthetic(found.measure),
    )  # fmt: skip
    if not context.area.is_whole:
        return [block]
    return [
        Callout(f"An example, not an award: {found.fund.name}", f"{MONEY_GOES_TO_AREAS} {found.fund.note}".strip()),
        block,
        *_edge(context, found),
    ]


def _edge(context: SectionContext, found: DividedFund) -> list[Block]:
    edge = found.edge
    if edge is None:
        return []
    tells = "cannot tell which of the two truly has more" if edge.swap.level > UNSURE else "tell the two apart"
    rows = (
        ("Last in", edge.last_in, number(edge.value_in)),
        ("First out", edge.first_out, number(edge.value_out)),
        ("Chance that they truly stand the other way round", "both", percent(edge.swap.level)),
    )
    return [
        Prose(f"The line runs between {edge.last_in} and {edge.first_out}. The counts {tells}."),
        Table("The two at the line", ("Place", context.area_word.capitalize(), "Need or chance"), rows, numeric=("Need or chance",),
              source=context.source_line(found.measure), is_synthetic=context.is_synthetic(found.measure)),
    ]  # fmt: skip


def _not_divided(context: SectionContext) -> Block:
    return Callout(
        f"No fund is divided: not available {Mark.NOT_AVAILABLE}",
        f"A fund of {context.whole.name}'s register with a rule (opensna programmes add funds FILE) and counts of its measure in {in_words(context.period)} "
        "are needed, none of them hidden; the Robbery Fund needs recorded robbery by borough (mps_borough_crime).",
    )  # fmt: skip


def _signed(value: float) -> str:
    if value != value:
        return str(Mark.NOT_APPLICABLE)
    return f"{value:+,.0f}".replace("-", "−")


SECTION = Section(id="commissioning", title="What is commissioned", needs=(ROBBERY,), build=_build)
