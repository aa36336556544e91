# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Findings as one JSON document. Every key is always there, null where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from viewer.core.compare.comparison import Row
from viewer.core.compare.findings import CONCERNS, Change, Findings, shared
from viewer.core.text.json_values import Json
from viewer.core.transcript import json_output

SCHEMA = "cassette-viewer/comparison/1"


def write_json(found: Sequence[Findings], out: TextIO) -> None:
    """Write the document, indented, with a line break at the end."""
    document: Json = {
        "schema": SCHEMA,
        "different": any(one.is_different for one in found),
        "files": [_file(one) for one in found],
        "shared": [{"change": gist, "files": count} for gist, count in shared(found)],
    }
    out.write(json_output.dump(document, indent=2) + "\n")


def _file(found: Findings) -> Json:
    return {
        "name": found.name,
        "before": found.before,
        "after": found.after,
        "verdict": found.verdict,
        "different": found.is_different,
        "changes": [_change(change) for change in found.changes],
        "ignored": dict(found.noise.items()),
        "renamed_ids": found.renamed,
        "coarse": found.is_coarse,
        "error": found.error,
    }


def _change(change: Change) -> Json:
    row = change.row
    return {
        "kind": row.kind.value,
        "name": row.name,
        "concern": CONCERNS[change.concern],
        "sign": row.sign,
        "interaction": {"before": change.before, "after": change.after},
        "line": {
            "before": row.before.line if row.before else None,
            "after": row.after.line if row.after else None,
        },
        "before": row.before.text if row.before else None,
        "after": row.after.text if row.after else None,
        "words": _words(row),
        "paths": [{"path": path.path, "before": path.before, "after": path.after} for path in row.paths],
    }


def _words(row: Row) -> Json:
    """Start and end of every stretch that is not on the other side."""
    sides = {"before": row.before, "after": row.after}
    return {name: [[start, end] for start, end in side.changed] if side else [] for name, side in sides.items()}
