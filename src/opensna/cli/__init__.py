"""The same actions from a terminal."""

from opensna.cli import commands, money
from opensna.cli._here import app
from opensna.cli.commands import main

__all__ = ["app", "commands", "main", "money"]
