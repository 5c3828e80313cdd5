"""The What Works index: approaches with each registry's own rating kept apart, and what the registries agree on."""
