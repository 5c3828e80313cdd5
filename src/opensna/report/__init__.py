"""Sections build blocks; renderers draw them."""
