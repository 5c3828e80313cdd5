"""Audiences and policies; Counts in, DisclosedCounts out."""
