"""Whether a document says the same thing of the same thing twice."""
