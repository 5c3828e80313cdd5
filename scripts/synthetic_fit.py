"""Prints how closely a synthetic London meets what it is calibrated to, as the Markdown table of docs/synthetic.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pandas as pd

from opensna.synthetic.fit import fit
from opensna.synthetic.synthesise import SEED, synthesise


def markdown(table: pd.DataFrame) -> str:
    """The table in Markdown, numbers as they read best."""
    lines = ["| target | source | wanted | got | difference |", "|---|---|--:|--:|--:|"]
    for row in table.itertuples(index=False):
        wanted, got = (
            f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}" for value in (row.wanted, row.got)
        )
        lines.append(f"| {row.target} | {row.source} | {wanted} | {got} | {row.difference_pct:+.2f}% |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, help="what `opensna synthesise` wrote; made afresh if not given"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    if arguments.folder is not None:
        sys.stdout.write(markdown(fit(arguments.folder)) + "\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        synthesise(Path(folder), seed=arguments.seed)
        sys.stdout.write(markdown(fit(Path(folder))) + "\n")


if __name__ == "__main__":
    main()
