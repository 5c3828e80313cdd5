"""The same actions from a terminal."""

from opensna.cli import allocate, commands, money, programmes, review, services, whatworks
from opensna.cli._here import app
from opensna.cli.commands import main

__all__ = ["allocate", "app", "commands", "main", "money", "programmes", "review", "services", "whatworks"]
