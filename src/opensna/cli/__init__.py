"""The same actions from a terminal."""

from opensna.cli import (
    allocate,
    commands,
    compare,
    definitions,
    deliveries,
    map_provision,
    money,
    narrative,
    programmes,
    review,
    services,
    whatworks,
)
from opensna.cli._here import app
from opensna.cli.commands import main

__all__ = [
    "allocate",
    "app",
    "commands",
    "compare",
    "definitions",
    "deliveries",
    "main",
    "map_provision",
    "money",
    "narrative",
    "programmes",
    "review",
    "services",
    "whatworks",
]
