"""Readers for Word, PDF, HTML and text to one document model."""
