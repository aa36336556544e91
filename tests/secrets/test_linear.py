# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""No text makes the search for secrets take more than linear time: each pattern is given its own near misses.

They run in a process whose processor time is limited, generously: a pattern of quadratic time would take an hour.
`tests/bench/secrets.py` says how long they take.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from viewer.core.secrets.issuers import sources
from viewer.core.secrets.patterns import SHAPES

_LIMIT_S = 60
_LENGTH = 60_000
_ROOT = Path(__file__).parents[2]

_CHILD = """
import sys
try:
    import resource
except ImportError:
    resource = None
if resource is not None:
    resource.setrlimit(resource.RLIMIT_CPU, ({limit}, {limit}))
from tests.secrets.near_misses import near_misses
from viewer.core.secrets.finding import find
from viewer.core.secrets.issuers import sources
from viewer.core.secrets.patterns import SHAPES
from viewer.core.secrets.placeholders import is_placeholder, looks_drawn
if sys.argv[1] == "shape":
    texts = near_misses(SHAPES[int(sys.argv[2])].source, {length})
elif sys.argv[1] == "issuers":
    texts = (text for _, source in sources() for text in list(near_misses(source, {length} // 20))[:4])
else:
    pieces = ("your", "x", "redacted", "a1", "-test", "%2f", "&amp;", "\\\\u0026", "+%2B")
    pieces += ('data: {{"a":"', '{{"a":"b"}}\\n')
    texts = [piece * ({length} // len(piece)) + "!" for piece in pieces]
for text in texts:
    find(text)
    is_placeholder(text)
    looks_drawn(text)
print("done")
"""


@pytest.mark.parametrize("table", [*(f"shape {number}" for number in range(len(SHAPES))), "issuers", "spellings"])
def test_near_misses_take_linear_time(table: str) -> None:
    child = _CHILD.format(limit=_LIMIT_S, length=_LENGTH)
    run = subprocess.run(
        [sys.executable, "-c", child, *table.split()], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip()) == (0, "done"), run.stderr[-500:]


def test_both_tables_are_looked_at() -> None:
    assert len(SHAPES) > 10
    assert len(sources()) > 100
