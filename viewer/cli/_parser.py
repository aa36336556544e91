# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the commands share: how arguments are read, and how something is said of them."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

WRONG = 2
"""Exit status of wrong use."""


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        """End the program with that line."""
        self.exit(WRONG, f"cassette-viewer: {' '.join(message.split())} (see {self.prog} --help)\n")


def say(line: str) -> None:
    """Write a line to standard error."""
    print(line, file=sys.stderr, flush=True)
