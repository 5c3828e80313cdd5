"""Rates, intervals, comparisons, ranks: arrays in, arrays out."""
