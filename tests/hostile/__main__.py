# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m tests.hostile [SIZE [WORDS]]`: every hostile file, SIZE times as large, in a table."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.hostile.inputs import HOSTILE
from tests.hostile.running import tried


def main() -> None:
    """Try all whose name holds the words."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    words = " ".join(sys.argv[2:])
    with tempfile.TemporaryDirectory() as folder:
        for hostile in HOSTILE:
            if words in hostile.name:
                found = tried(hostile, size, Path(folder))
                mark = "!" if found.faults else " "
                sys.stdout.write(f"{mark} {hostile.name:50} {found.seconds:6.1f} s  {found.statuses}\n")
                sys.stdout.writelines(f"    {fault}\n" for fault in found.faults)


if __name__ == "__main__":
    main()
