"""What the tables of the 2021 census share."""

from __future__ import annotations

PUBLISHER = "Office for National Statistics"
LICENCE = "Open Government Licence v3.0"
CENSUS_DAY = "2021-03-21"
CAVEAT = "The census was taken on 21 March 2021, during restrictions, when some students and workers lived elsewhere."
