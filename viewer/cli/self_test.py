# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer --self-test`: whether this installation is whole, however it was installed."""

from __future__ import annotations

import argparse
import os

from viewer.cli._parser import Parser
from viewer.self_test import APART, CHECKS, run_check, run_check_apart

WHOLE, NOT_WHOLE = 0, 1
"""Exit statuses."""
_OF_THE_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR")


def parser() -> Parser:
    """Which checks to run."""
    made = Parser(
        "cassette-viewer --self-test",
        description="Check that this installation is whole: one line a check, with or without a display.\n"
        "Settings, recent files and open windows are left alone.",
        epilog=f"The checks: {', '.join(CHECKS)}.\nExit status: 0 all is well, 1 something is missing or broken.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("checks", metavar="CHECK", nargs="*", type=_check, help="only these; all by default")
    return made


def _check(text: str) -> str:
    if text in CHECKS:
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no check; there are {', '.join(CHECKS)}")


def run(given: argparse.Namespace) -> int:
    """Print a line for every check."""
    names: list[str] = given.checks or list(CHECKS)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for variable in _OF_THE_DESKTOP:
        os.environ.pop(variable, None)
    status = WHOLE
    for name in names:
        found = run_check_apart(name) if name in APART and len(names) > 1 else run_check(name)
        print(found, flush=True)
        status = status if found.is_good else NOT_WHOLE
    return status
