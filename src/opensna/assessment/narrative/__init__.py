"""A borough's own part of its assessment: Markdown in which every number is a claim, and figures of its own with their source."""
