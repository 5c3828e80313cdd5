"""How a fund divides its money between areas."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

Method = Literal["top_n", "formula", "threshold"]
Ties = Literal["include", "exclude", "share"]


class AllocationRule(BaseModel):
    """A rule that divides a budget.

    Parameters
    ----------
    method : "top_n" (equal grants to the n areas with most need), "threshold" (equal grants to every area at or above a value) or
        "formula" (in proportion to need).
    floor, cap : the least and the most that any area gets, in pounds. With a floor every area gets it, and the rest is divided.
    ties : what happens where areas with the same need stand across the line of a top n: "include" all of them (more areas share
        the money), "exclude" all of them, or "share" the places that are left between them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    method: Method
    n: int | None = Field(default=None, ge=1, validate_default=True)
    threshold: float | None = Field(default=None, ge=0, validate_default=True)
    floor: float = Field(default=0.0, ge=0)
    cap: float | None = Field(default=None, gt=0)
    ties: Ties = "include"

    @field_validator("n")
    @classmethod
    def _n_of_a_top_n(cls, n: int | None, info: ValidationInfo) -> int | None:
        if "method" in info.data and (info.data["method"] == "top_n") != (n is not None):
            raise ValueError("n belongs to top_n, and top_n needs it")
        return n

    @field_validator("threshold")
    @classmethod
    def _threshold_of_a_threshold(cls, threshold: float | None, info: ValidationInfo) -> float | None:
        if "method" in info.data and (info.data["method"] == "threshold") != (threshold is not None):
            raise ValueError("threshold belongs to the method threshold, which needs it")
        return threshold

    @field_validator("cap")
    @classmethod
    def _cap_above_floor(cls, cap: float | None, info: ValidationInfo) -> float | None:
        if cap is not None and cap < info.data.get("floor", 0.0):
            raise ValueError(f"the cap of {cap:g} is below the floor of {info.data['floor']:g}")
        return cap

    @property
    def wording(self) -> str:
        """The rule as a reader would say it."""
        said = {
            "top_n": f"equal grants to the {self.n} areas with most",
            "threshold": f"equal grants to every area with {self.threshold:g} or more"
            if self.threshold is not None
            else "",
            "formula": "in proportion to need",
        }[self.method]
        floor = f"; at least £{self.floor:,.0f} to every area" if self.floor else ""
        return said + floor + (f"; at most £{self.cap:,.0f} to any area" if self.cap is not None else "")
