# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m tests.secrets [SEED]`: every kind in every place by every way out; how much leaks, and what."""

from __future__ import annotations

import sys
from collections import Counter

from tests.secrets.planted_kinds import KINDS
from tests.secrets.planted_outlets import leaked
from tests.secrets.planted_places import PLACES


def main() -> None:
    """Print one line for all, and those places and kinds that leak most."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    found = set(leaked(seed, list(KINDS), list(PLACES)))
    leaks = {(kind, place) for kind, place, _ in found}
    all_ = len(KINDS) * len(PLACES)
    sys.stdout.write(f"{len(leaks)} of {all_} combinations leak ({100 * len(leaks) / all_:.2f} %)\n")
    for name, number in (("kind", 0), ("place", 1), ("outlet", 2)):
        for told, count in Counter(one[number] for one in found).most_common(10):
            sys.stdout.write(f"{name:8} {told:30} {count}\n")


if __name__ == "__main__":
    main()
