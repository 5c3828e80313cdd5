"""Each draws stored blocks in one format."""
