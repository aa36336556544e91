# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""thin"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    args = list(sys.argv[1:] if argv is None else argv)
    if args[:1] != ["export"]:
        from viewer.gui.app import run

        return run([Path(arg) for arg in args])
    parser = argparse.ArgumentParser(prog="cassette-viewer export")
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--to", required=True)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--show-secrets", action="store_true")
    options = parser.parse_args(args[1:])
    from viewer.core import recording
    from viewer.core.errors import CassetteError
    from viewer.core.exporters import EXPORTERS, ExportOptions
    from viewer.core.secrets import Masker

    exporter = EXPORTERS.named(options.to)
    assert exporter is not None
    for name in options.inputs:
        top = Path(name)
        for path in sorted(p for p in top.rglob("*") if p.is_file()) if top.is_dir() else [top]:
            try:
                found = recording.load(path)
            except CassetteError as error:
                print(f"cassette-viewer: {error}", file=sys.stderr)
                continue
            if options.output is None:
                exporter.write(found, sys.stdout, ExportOptions(Masker(options.show_secrets)))
                continue
            target = options.output / (str(path.relative_to(top)) + exporter.suffix)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("w", encoding="utf-8") as out:
                exporter.write(found, out, ExportOptions(Masker(options.show_secrets)))
    return 0
