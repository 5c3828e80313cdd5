"""The same actions from a terminal."""

from opensna.cli import money
from opensna.cli._here import app
from opensna.cli.app import main

__all__ = ["app", "main", "money"]
