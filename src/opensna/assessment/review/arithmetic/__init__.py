"""Sums, shares, ranks, changes and daily figures worked again."""
