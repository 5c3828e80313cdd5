"""What an assessment says that cannot be so, or cannot both be so: across narrative, generated text and tables."""
