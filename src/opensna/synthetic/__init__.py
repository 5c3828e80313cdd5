"""Rows made from contracts, calibrated to published totals."""
