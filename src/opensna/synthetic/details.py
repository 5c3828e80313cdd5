"""What is added to offences last: hour, ward, and the gun, lethal barrel and hate flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from opensna.reference.areas import wards
from opensna.synthetic.draw import Bools, Floats, Small, by_shares, generator, spread
from opensna.synthetic.names import is_sexual, name_traits
from opensna.synthetic.offences import Offences
from opensna.synthetic.parameters import classes, parameters
from opensna.synthetic.volumes import N_PLACES, place_codes

PROFILES = ("weekday", "weekend", "robbery", "knife_robbery", "sexual")


@dataclass(frozen=True)
class Details:
    """hour: -1 where not known. ward: number of `ward_codes()`, -1 where not known."""

    hour: Small
    ward: Small
    gun: Bools
    lethal_barrel: Bools
    hate: Bools


def make_details(made: Offences, *, seed: int) -> Details:
    """Hours by class, day of the week and knife; wards within the borough; flags by class and name."""
    rng = generator(seed, "details", "flags")
    rule = parameters().flags
    gun = _flag(made, rule.gun, rng) | name_traits("gun")[made.name]
    lethal = gun & _flag(made, rule.lethal_barrel_of_gun, rng, among=gun)
    hate = _flag(made, rule.hate, rng) | made.hates
    return Details(_hours(made, seed=seed), _wards(made, seed=seed), gun, lethal, hate)


def _flag(made: Offences, shares: Mapping[str, float], rng: np.random.Generator, among: Bools | None = None) -> Bools:
    chance = np.array([shares.get(item.name, 0.0) for item in classes()])
    cell = made.kind.astype(np.int64) * 2 + (0 if among is None else among)
    return np.asarray(spread(cell, rng) < chance[made.kind], dtype=np.bool_)


def _hours(made: Offences, *, seed: int) -> Small:
    rng = generator(seed, "details", "hours")
    usual = np.array([PROFILES.index(item.hours) for item in classes()])[made.kind]
    weekend = (made.day.astype("datetime64[D]").astype(np.int64) + 3) % 7 >= 5  # 1 January 1970 was a Thursday
    profile = np.where((usual == PROFILES.index("weekday")) & weekend, PROFILES.index("weekend"), usual)
    knife_robbery = (usual == PROFILES.index("robbery")) & made.knife
    profile = np.where(knife_robbery, PROFILES.index("knife_robbery"), profile)
    hour = by_shares(profile, [parameters().hours.profiles[name] for name in PROFILES], rng)
    rule = parameters().hours.not_known
    unknown = rng.random(len(made)) < np.where(is_sexual()[made.kind], rule["sexual"], rule["others"])
    return np.where(unknown, -1, hour).astype(np.int16)


def ward_codes() -> list[str]:
    """Ward codes in the order of ward numbers."""
    return [str(code) for code in wards()["ward_code"]]


def _wards(made: Offences, *, seed: int) -> Small:
    rng = generator(seed, "details", "wards")
    shares, first = _ward_shares(rng)
    ward = first[made.place] + by_shares(made.place, shares, rng)
    unknown = (first[made.place] < 0) | (rng.random(len(made)) < parameters().wards.not_known)
    return np.where(unknown, -1, ward).astype(np.int16)


def _ward_shares(rng: np.random.Generator) -> tuple[Floats, Small]:
    """Weights of the wards of each place (N_PLACES, most wards), and the number of its first ward (-1: it has none)."""
    table = wards().reset_index(drop=True)
    groups = dict(iter(table.groupby("borough_code", sort=False)))
    shares = np.zeros((N_PLACES, max(len(rows) for rows in groups.values())))
    shares[:, 0] = 1.0
    first = np.full(N_PLACES, -1, dtype=np.int16)
    hotspots = parameters().wards.hotspots
    for number, code in enumerate(place_codes()):
        if code not in groups:
            continue
        rows = groups[code]
        weights = rng.lognormal(0.0, 0.45, len(rows))
        fixed = rows["ward_code"].map(hotspots).fillna(0.0).to_numpy(dtype=np.float64)
        weights = np.where(fixed > 0, fixed, weights / weights[fixed == 0].sum() * (1 - fixed.sum()))
        shares[number, : len(rows)] = weights
        first[number] = rows.index[0]
    return shares, first
