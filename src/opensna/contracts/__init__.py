"""The promised shape of a table; checks in the engine; quarantine; drift between deliveries."""
