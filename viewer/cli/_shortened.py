# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What commands share that tell a recording shortly: how much of it, and whether for people or for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from viewer.cli._choices import add_show_secrets
from viewer.cli._parser import Parser
from viewer.core.text.quantities import plural

MOST_CHARACTERS = 20_000
"""Told where nothing else is asked for: some hundred lines."""


def add_shortening(made: Parser) -> None:
    """`--json`, `--max-chars` and `--show-secrets`."""
    made.add_argument("--json", action="store_true", help="for programs")
    made.add_argument(
        "--max-chars",
        type=int,
        default=MOST_CHARACTERS,
        metavar="N",
        help=f"print no more than N characters, {MOST_CHARACTERS:,} if not given, 0 for all; with --json of each text",
    )
    add_show_secrets(made)


def cut(lines: Iterable[str], most: int, hint: str = ": --max-chars 0 shows all") -> Iterator[str]:
    """The lines as far as so many characters allow, whole ones; then how many there are more. 0 is no bound."""
    told, left = 0, 0
    for line in lines:
        told += len(line) + 1
        if most and told > most:
            left += 1
        else:
            yield line
    if left:
        yield f"… {plural(left, 'more line')}{hint}"
