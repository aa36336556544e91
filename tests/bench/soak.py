# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m tests.bench.soak [ACTIONS]`: random use of one window; memory and what it holds, ten times on the way."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.process import memory_mb, report
from tests.soak import Soak, turn
from viewer.gui.app import Application, build

_ACTIONS, _LOOKS = 10_000, 10
_SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def main() -> None:
    """Act, and count."""
    actions = int(sys.argv[1]) if len(sys.argv) > 1 else _ACTIONS
    application = Application(["soak"])
    commands = build(application)
    commands.window.show()
    soak = Soak(commands, sorted(_SAMPLES.glob("*.yaml")), turn(application))
    looks = []
    for _ in range(_LOOKS):
        soak.act(actions // _LOOKS)
        soak.close_all()
        looks.append({**asdict(soak.counts()), "memory_mb": round(memory_mb(), 1)})
        sys.stderr.write(f"{looks[-1]}\n")
    report(actions=actions, looks=looks)


if __name__ == "__main__":
    main()
