"""Pure: DisclosedCounts to rates, intervals, changes, ranks, comparisons."""
