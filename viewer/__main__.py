# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m viewer` is the same as the command `cassette-viewer`."""

from __future__ import annotations

import sys

from viewer.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # in a bundle this program is also the interpreter that workers are started with
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
