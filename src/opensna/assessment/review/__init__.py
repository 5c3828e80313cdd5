"""Review of other people's assessments: a rule-based reader. Rules and code books are data files in `data`."""
