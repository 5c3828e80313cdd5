"""The same actions from a terminal."""

from opensna.cli.app import app, main

__all__ = ["app", "main"]
