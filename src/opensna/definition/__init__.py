"""What counts as serious violence: YAML definitions, strands, series breaks."""
