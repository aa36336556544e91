# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A program of its own, with little memory and little time: `check` and `export` on one file.

`python -m tests.hostile.limited FILE OUT` prints a JSON list of exit statuses.
"""

from __future__ import annotations

import json
import sys

from viewer.cli import main

MOST_BYTES = 1_000_000_000
"""Of memory beyond what the program takes with nothing to do."""
MOST_SECONDS = 20
"""Of computing for both commands, which have ten each."""


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES + 300_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))


def run(file: str, out: str) -> list[int]:
    """Do it, and return the exit statuses."""
    return [main(["check", file]), main(["export", file, "--to", "json", "--output", out])]


if __name__ == "__main__":
    if sys.platform != "win32":
        _limit()
    sys.stdout.write(f"\n{json.dumps(run(*sys.argv[1:3]))}\n")
