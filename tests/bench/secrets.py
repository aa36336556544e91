# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m tests.bench.secrets`: how long each pattern takes over 5 MB of its own near misses, in processor time."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from time import process_time

from tests.secrets.near_misses import near_misses
from viewer.core.secrets.finding import find
from viewer.core.secrets.issuers import sources
from viewer.core.secrets.patterns import SHAPES

_LENGTH = 5_000_000


def _slowest(texts: Iterable[str]) -> tuple[float, str]:
    """The most seconds that one of the texts took, and how that begins."""
    slowest = (0.0, "")
    for text in texts:
        began = process_time()
        find(text)
        slowest = max(slowest, (process_time() - began, text[:30]))
    return slowest


def main() -> None:
    """Print a line for each pattern known by what stands around it, and one for those of issuers."""
    length = int(sys.argv[1]) if len(sys.argv) > 1 else _LENGTH
    for shape in SHAPES:
        seconds, text = _slowest(near_misses(shape.source, length))
        sys.stdout.write(f"{seconds:6.2f} s  {shape.kind}: {text!r}\n")
    some = (text for _, source in sources()[::10] for text in list(near_misses(source, length))[:2])
    seconds, text = _slowest(some)
    sys.stdout.write(f"{seconds:6.2f} s  issuers: {text!r}\n")


if __name__ == "__main__":
    main()
