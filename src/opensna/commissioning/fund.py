"""A fund: its rule, cap, period and who may apply."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from opensna.commissioning.rule import AllocationRule
from opensna.core.errors import InputError


class Fund(BaseModel):
    """One fund. `id` is the file's name, `programme` the id of its entry in the register.

    `rule` divides it between areas by `measure`; a fund that is applied for has none. `budget` and `cap_per_grant` are pounds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    programme: str
    purpose: str
    rule: AllocationRule | None = None
    measure: str | None = Field(default=None, validate_default=True)
    rule_in_its_words: str
    budget: float | None = Field(default=None, gt=0)
    cap_per_grant: float | None = Field(default=None, gt=0)
    starts: date | None = None
    ends: date | None = None
    eligible: str
    source: str
    note: str = ""

    @field_validator("measure")
    @classmethod
    def _rule_and_measure(cls, measure: str | None, info: ValidationInfo) -> str | None:
        if "rule" in info.data and (info.data["rule"] is None) != (measure is None):
            raise ValueError("a rule needs the measure that it divides by, and a measure needs a rule")
        return measure

    @field_validator("ends")
    @classmethod
    def _not_before_start(cls, ends: date | None, info: ValidationInfo) -> date | None:
        starts = info.data.get("starts")
        if starts and ends and ends < starts:
            raise ValueError(f"{starts} to {ends} ends before it begins")
        return ends

    def check_grant(self, amount: float, *, awarded: date) -> None:
        """Refuse a grant that the fund's own terms do not allow.

        Raises
        ------
        InputError : an amount above the cap or not above zero, or a day outside the fund's period.
        """
        cap = float("inf") if self.cap_per_grant is None else self.cap_per_grant
        outside = (self.starts and awarded < self.starts) or (self.ends and awarded > self.ends)
        if not 0 < amount <= cap or outside:
            period = (
                f", from {self.starts or 'any day'} to {self.ends or 'any day'}" if self.starts or self.ends else ""
            )
            raise InputError(
                f"{self.name} does not allow this grant", where=self.id, found=f"£{amount:,.2f} awarded on {awarded}",
                expected=f"above £0{'' if cap == float('inf') else f', at most £{cap:,.0f}'}{period}",
                do_this="correct the award, or correct the fund's terms if they have changed",
            )  # fmt: skip
