# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The gate of commands that tell what is in a recording: what they print is masked once more on its way out.

As `core.exporters.writing` for exports: each value is masked by what is known of it, and what nobody thought of here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import wraps
from typing import TextIO, cast

from viewer.core.secrets.masked_stream import MaskedStream

Run = Callable[[argparse.Namespace], int]


def masked(run: Run) -> Run:
    """A command whose standard output is masked, unless it is given `--show-secrets`."""

    @wraps(run)
    def run_masked(given: argparse.Namespace) -> int:
        if getattr(given, "show_secrets", False):
            return run(given)
        out = MaskedStream(sys.stdout)
        with redirect_stdout(cast("TextIO", out)):
            status = run(given)
        out.finish()
        return status

    return run_masked
