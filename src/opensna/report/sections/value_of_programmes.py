"""What programmes are worth: value and its chance, break-even, what it rests on most, and who pays and who gains by Duty partner."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.alignment.value import SAID_OF_CASH, Value
from opensna.alignment.value_model import Parameter
from opensna.alignment.value_spec import Programme
from opensna.alignment.value_words import amount_in_words, chance_in_words, in_words, offence_in_words, whose_word
from opensna.assessment.claims import number, percent
from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.reference.bearers import bearers
from opensna.report.section import Section, SectionContext
from opensna.report.sections.cost_of_violence import money, span

SHOWN = 8
"""Bars of a tornado: what moves the value less stands in its table."""
HOW = (
    "Each document says what is paid, by whom and when, how many take part, which offences are prevented, and what is assumed. Benefits are the offences avoided, "
    "at their unit costs, less what would have come anyway, what other help brings about and what trials promise beyond delivery. Effects are read from the index of "
    "evidence and never typed in; where nobody has published a number, the assumption is marked as ours and varied. Costs and benefits are discounted by the Green Book."
)
CHANCE = (
    "The chance is the share of draws, each with every number somewhere in its range, in which benefits exceed costs. It is no more certain than the ranges, most of "
    "which are ours."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    values = context.edited.rooms.values
    if not context.area.is_whole:
        return (
            Prose(
                f"Programmes are valued for the partnership as a whole: that stands in the assessment of {context.whole.name}."
            ),
        )
    if not values:
        return (
            Callout(f"No programme is valued: not available {Mark.NOT_AVAILABLE}", "Write one document a programme in records/values, with its costs, "
                    "reach and sources, say in it who may see it (audience), and assess again."),
        )  # fmt: skip
    return (
        Prose(HOW), _summary(values), _break_even(values), *(block for value in values for block in (_tornado(value), _numbers(value))), _partners(values),
        Callout("Cashable is not social", SAID_OF_CASH), _unit_costs(values),
    )  # fmt: skip


def _summary(values: Sequence[Value]) -> Table:
    rows = tuple(
        (
            _title(value), money(sum(value.payers.values())), money(sum(value.gainers.values())), money(value.npv), span(*value.npv_interval),
            f"{value.bcr:.2f}", chance_in_words(value.chance), str(value.payback or "not at all"),
        )
        for value in values
    )  # fmt: skip
    columns = (
        "Programme", "Costs", "Benefits", "Net present value", "95 in 100 draws", "Benefit for each £1", "Chance of more benefit than cost", "Paid back in",
    )  # fmt: skip
    return Table(
        "What programmes are worth, £ thousand",
        columns,
        rows,
        numeric=columns[1:],
        note=f"Present values; nothing is counted after the years that each document states. {CHANCE} {_prices(values)}",
        source=_sources(values),
    )


def _break_even(values: Sequence[Value]) -> Table:
    rows = []
    for value in values:
        found, effects = value.break_even, value.model.programme.effects
        needed = "; ".join(
            f"{percent(change, signed=True)} {effects[name].outcome}" for name, change in found.effects.items()
        )
        rows.append(
            (
                _title(value),
                "; ".join(f"{effect.wording} ({name.split('/')[0]})" for name, effect in effects.items()),
                needed if found.is_possible else f"not possible: it would take {needed}",
                "; ".join(f"{offence_in_words(o)}: {n:,.0f}" for o, n in value.offences_avoided.items()),
                f"{found.offences_a_year:,.0f}" if found.offences_a_year < float("inf") else str(Mark.NOT_APPLICABLE),
            )
        )
    columns = (
        "Programme", "Effect in the evidence", "Effect at which benefits equal costs", "Offences avoided, all years",
        "Offences to be avoided a year to break even",
    )  # fmt: skip
    return Table(
        "How large the effect would have to be", columns, tuple(rows), numeric=columns[-1:],
        note="Everything else at its middle value. Offences avoided are those expected over all years counted.",
    )  # fmt: skip


def _tornado(value: Value) -> Chart:
    programme = value.model.programme
    parameters = {p.name: p for p in value.model.parameters()}
    moved = {str(row["parameter"]): row for row in value.tornado.to_dict("records")}
    data = tuple(
        {"label": in_words(name, programme), "low": row["npv_low"] / 1000, "high": row["npv_high"] / 1000,
         "low_input": amount_in_words(parameters[name], row["low"], programme),
         "high_input": amount_in_words(parameters[name], row["high"], programme)}
        for name, row in list(moved.items())[:SHOWN] if row["spread"] > 0
    )  # fmt: skip
    rows = tuple(
        (in_words(name, programme), amount_in_words(parameters[name], row["low"], programme), money(row["npv_low"]),
         amount_in_words(parameters[name], row["high"], programme), money(row["npv_high"]))
        for name, row in moved.items()
    )  # fmt: skip
    columns = (
        "Number",
        "Lowest",
        "Net value at the lowest, £ thousand",
        "Highest",
        "Net value at the highest, £ thousand",
    )
    title = f"{_title(value)}: what its value rests on"
    alt = (
        f"Of all numbers, this one moves the net present value most: {data[0]['label']}."
        if data
        else "No number of it is varied."
    )
    return Chart(
        "tornado", title, alt, "Net present value, £ thousand", "", data, Table(title, columns, rows, numeric=columns[1:]),
        options={"base": {"value": value.npv / 1000, "label": "middle"}, "prefix": "£", "suffix": "k"},
    )  # fmt: skip


def _numbers(value: Value) -> Table:
    """Every number of a programme, with whose word it is and where it was read."""
    programme = value.model.programme
    rows = tuple(
        (
            in_words(p.name, programme),
            amount_in_words(p, p.value, programme),
            _range(p, programme),
            whose_word(p),
            p.source,
        )
        for p in value.model.parameters()
    )
    spec = programme.spec
    because = dict.fromkeys(outcome.because for outcome in spec.outcomes)
    return Table(
        f"{_title(value)}: every number and its source", ("Number", "Value", "Range", "Whose word", "Source"), rows,
        note=" ".join([*because, *spec.notes, f"In the register: {spec.programme}."]),
    )  # fmt: skip


def _range(parameter: Parameter, programme: Programme) -> str:
    low, high = (amount_in_words(parameter, end, programme) for end in (parameter.low, parameter.high))
    return "not varied" if parameter.low == parameter.high else f"{low} to {high}"


def _partners(values: Sequence[Value]) -> Table:
    names = ("pays", "gains_cashable", "gains_social", "net_cashable")
    rows = []
    for value in values:
        for row in value.partners.to_dict("records"):
            rows.append((_title(value), str(row["duty_partner"]), *(money(row[name]) for name in names)))
        rows.append((_title(value), "All of them", *(money(value.partners[name].sum()) for name in names)))
    columns = ("Programme", "Duty partner", "Pays", "Gains, cashable at most", "Gains, social", "Cashable less paid")
    return Table(
        "Who pays and who gains, £ thousand", columns, tuple(rows), numeric=columns[2:],
        note="Present values. How a unit cost divides between bearers is recalled from its source, and unverified until somebody has set it against the page.",
    )  # fmt: skip


def _unit_costs(values: Sequence[Value]) -> Table:
    """What each bearer bears of one offence, as used in the values: a row an offence and year of prices."""
    prices = {(p.offence, v.model.programme.spec.price_year, p.bearer): p for v in values for p in v.model.prices}
    who = [name for name in bearers() if any(name == bearer for *_, bearer in prices)]
    rows = []
    for offence, year in dict.fromkeys((offence, year) for offence, year, _ in prices):
        held = {bearer: prices.get((offence, year, bearer)) for bearer in who}
        cells = [
            number(price.value).replace("-", "−") if price else str(Mark.NOT_APPLICABLE) for price in held.values()
        ]
        rows.append(
            (offence_in_words(offence), year, *cells, number(sum(price.value for price in held.values() if price)))
        )
    figures = [figure for price in prices.values() for figure in price.figures]
    columns = ("Offence", "Prices of", *(bearers()[name].title for name in who), "All")
    standing = "; ".join(dict.fromkeys(figure.standing for figure in figures))
    return Table(
        "Unit costs that the values rest on, £ an offence", columns, tuple(rows), numeric=columns[2:],
        note=f"Standing: {standing}. What is not attributed is what the publisher's rounding leaves. {_prices(values)}",
        source="; ".join(dict.fromkeys(f"{figure.source}, {figure.page}" for figure in figures)),
    )  # fmt: skip


def _title(value: Value) -> str:
    return value.model.programme.spec.title.split(",")[0]


def _prices(values: Sequence[Value]) -> str:
    """The steps of prices, each once, as sentences."""
    texts = dict.fromkeys(step.text for value in values for price in value.model.prices for step in price.upratings)
    return " ".join(f"{text[:1].upper()}{text[1:]}." for text in texts)


def _sources(values: Sequence[Value]) -> str:
    found = dict.fromkeys(effect.source for value in values for effect in value.model.programme.effects.values())
    return "; ".join([*found, "OpenSNA's documents of programmes, with their sources in the tables below"])


SECTION = Section(id="value_of_programmes", title="What programmes are worth", needs=(), build=_build)
