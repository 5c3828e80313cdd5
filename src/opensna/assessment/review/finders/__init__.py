"""What a document holds: sections, a definition, figures, themes, sources, recommendations, statements."""
