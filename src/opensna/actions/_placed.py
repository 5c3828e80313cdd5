"""Open rows that say where by a small area and a few words: the authority that it lies in, and the station that they name."""

from __future__ import annotations

import ibis
import pandas as pd
import pyarrow as pa

from opensna.reference.lookups import authority_of_small_areas
from opensna.reference.partnership import Partnership

PLACED = frozenset({"btp_street"})
"""Sources whose rows are placed so before they are counted."""
NO_STATION = "No station named"
_NAMED = r"^On or near (.*\((Lu Station|Station|Dlr|Tram Stop)\))$"


def placed(table: ibis.Table, partnership: Partnership) -> ibis.Table:
    """The rows that lie in a partnership, with `borough_code` and `station`; rows without a small area are in none.

    The small area may be of 2021 or of 2011: files of either kind are published. station: the publisher's words, or `NO_STATION`.
    """
    own = table.inner_join(
        ibis.memtable(pa.Table.from_pandas(_authorities_of(partnership), preserve_index=False)), "lsoa_code"
    )
    named = own.location.re_extract(_NAMED, 1).re_replace(r"\s+", " ")
    return own.mutate(station=named.nullif("").fill_null(NO_STATION))


def _authorities_of(partnership: Partnership) -> pd.DataFrame:
    """lsoa_code, borough_code; one row for each small area of 2021, and each of 2011 that is no more, in the partnership."""
    known = authority_of_small_areas().items()
    own = [(small, code) for small, code in known if code in partnership.areas]
    return pd.DataFrame(own, columns=["lsoa_code", "borough_code"])
