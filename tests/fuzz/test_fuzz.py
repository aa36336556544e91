# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A short run over every target: the same inputs each time, and whatever longer runs once found.

`python -m tests.fuzz SECONDS` looks for more.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.mutation import mutated
from tests.fuzz.targets import Target, targets

_ROUNDS = 12
_FOUND = Path(__file__).parent / "found"
_TARGETS = {target.name: target for target in targets()}


@pytest.mark.qt_log_ignore(".")  # decoders of pictures talk about what they dislike
@pytest.mark.parametrize("target", _TARGETS.values(), ids=lambda target: target.name)
def test_nothing_is_raised(target: Target) -> None:
    rng = random.Random(target.name)  # noqa: S311 - the same inputs each time
    for seed in target.seeds:
        target.run(seed)
    for _ in range(_ROUNDS):
        data = mutated(rng.choice(target.seeds), rng, rng.choice(target.seeds))
        target.run(data)


@pytest.mark.parametrize("path", sorted(_FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name} {path.name}")
def test_what_was_found_once_is_found_no_more(path: Path) -> None:
    _TARGETS[path.parent.name.replace("_", " ")].run(path.read_bytes())
