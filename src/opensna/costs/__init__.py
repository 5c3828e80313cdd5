"""What violence costs: unit costs, uprating, guards and totals, from disclosed counts that are handed in."""
