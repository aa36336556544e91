# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the samples look like in every format, word for word.

After a change that is meant: `WRITE_GOLDEN=1 ./run test tests/core/exporters/test_golden.py`, then read the diff.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.core import recording
from viewer.core.exporters import EXPORTERS, Exporter

_SAMPLES = ("agent-tools", "reasoning", "errors")


def _without_style(page: str) -> str:
    """A page without its script and the colours of the themes, which have tests of their own."""
    return re.sub("<style>.*?</style>|<script>.*?</script>|sha256-[^']+", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("sample", _SAMPLES)
@pytest.mark.parametrize("exporter", list(EXPORTERS), ids=lambda exporter: exporter.name)
def test_transcript(
    exporter: Exporter, sample: str, samples: Path, repository: Path, export: Callable[..., str]
) -> None:
    written = _without_style(export(exporter.name, recording.load(samples / f"{sample}.yaml")))
    golden = repository / "tests" / "data" / "golden" / f"{sample}{exporter.suffix}"
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(written, "utf-8", newline="\n")
    assert written == golden.read_text("utf-8")
