"""The six risk and protective factors that the assessment looks at, each with what nobody measures."""

from __future__ import annotations

from collections.abc import Mapping

from opensna.core.block import Block, Callout, Prose
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._published import figure_story, figures_held, figures_shown, figures_table, not_measured

FACTORS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "Deprivation and housing": (
        (
            "imd_2025_score",
            "imd_2025_rank",
            "imd_2019_score",
            "income_deprived_2025",
            "income_deprived_2019",
            "child_poverty",
            "free_school_meals",
            "overcrowded_households",
        ),
        "temporary accommodation, overcrowding among families with children at risk, and poverty after housing costs, which is far "
        "higher where rents are.",
    ),
    "Education, employment and training": (
        (
            "neet",
            "neet_or_unknown",
            "suspensions",
            "permanent_exclusions",
            "persistent_absence",
            "attainment_8",
            "unemployment",
            "claimants",
        ),
        "exclusions that are not recorded, such as moves between schools, and what young people can get to after school.",
    ),
    "Substance use and misuse": (
        ("drug_deaths", "alcohol_admissions_under_18", "looked_after_substance"),
        "drug use by young people in each area, need for treatment that is not met, and drug markets.",
    ),
    "Mental health": (
        ("mental_health_admissions_under_18", "looked_after_wellbeing"),
        "how many young people wait for help and how long, and the needs of young people known to youth justice.",
    ),
    "Special educational needs": (
        ("sen_support", "education_health_care_plans"),
        "needs that were never diagnosed, and speech, language and communication needs of young people known to youth justice.",
    ),
    "Trauma and adverse childhood experiences": (
        ("children_in_need", "child_protection_plans", "children_looked_after"),
        "adverse childhood experiences themselves: no series by area exists, and contact with children's services is only a sign of them.",
    ),
}
JUSTICE = ("first_time_entrants", "youth_reoffending")
CHARTED = ("child_poverty", "neet", "suspensions", "persistent_absence", "unemployment", "children_in_need")


def _build(context: SectionContext) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Callout("A risk factor is not a forecast", "These figures describe places, not people. Most young people in places with high figures never "
                "harm anyone, and nothing here may be used to pick out a child."),
        *circumstances(context, figures_held(context, CHARTED)),
    ]  # fmt: skip
    for factor, (ids, missing) in FACTORS.items():
        blocks += _factor(context, factor, ids, missing)
    justice = figures_held(context, JUSTICE)
    if justice:
        blocks += [
            *figure_story(context, justice[0]),
            figures_table(context, f"Youth justice, {context.area.name}", justice),
        ]
    return tuple(blocks)


def _factor(context: SectionContext, factor: str, ids: tuple[str, ...], missing: str) -> list[Block]:
    held = figures_held(context, ids)
    blocks: list[Block] = []
    if held:
        for id in held:
            if id in CHARTED:
                blocks += figure_story(context, id)
        shown = figures_shown(context, held)
        caveats = dict.fromkeys(text for id in shown for text in context.described(id).caveats)
        blocks.append(figures_table(context, f"{factor}, {context.area.name}", held))
        blocks += [Prose(" ".join(caveats))] if caveats else []
    else:
        sources = sorted(SOURCES_OF[factor])
        blocks.append(Callout(f"{factor}: no figures [x]", f"No release of {' or '.join(sources)} is loaded."))
    return [*blocks, not_measured(factor.lower(), missing)]


SOURCES_OF: Mapping[str, tuple[str, ...]] = {
    "Deprivation and housing": (
        "imd_2019",
        "imd_2025",
        "ons_explore_local_statistics",
        "dfe_lait",
        "census_overcrowding",
    ),
    "Education, employment and training": ("dfe_lait", "ons_explore_local_statistics"),
    "Substance use and misuse": ("ons_drug_poisoning", "dfe_lait"),
    "Mental health": ("dfe_lait",),
    "Special educational needs": ("dfe_lait",),
    "Trauma and adverse childhood experiences": ("dfe_lait",),
}
"""Where the figures of a factor come from, for the sentence that says what to load."""


SECTION = Section(
    id="risk_factors",
    title="Risk and protective factors",
    needs=tuple(id for ids, _ in FACTORS.values() for id in ids),
    build=_build,
)
