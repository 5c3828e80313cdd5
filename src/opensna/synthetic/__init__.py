"""Rows made from contracts, calibrated to published totals: nothing here stands for a real offence or person."""
