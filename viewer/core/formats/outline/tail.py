# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What probably stands behind the interactions of a file that was not looked through yet: some recorders sign there."""

from __future__ import annotations

import json
import re

from viewer.core.formats._parse import Form
from viewer.core.formats.outline.file import CassetteFile
from viewer.core.formats.outline.json_array import closing, opening
from viewer.core.formats.outline.spans import Outline

_LOOKED_THROUGH = {Form.YAML: 64 << 10, Form.JSON: 4 << 10, Form.JSON_LINES: 0}
_KEY = re.compile(rb"\n(?=[A-Za-z_\"'])")
_DASH = re.compile(rb"\n *-[ \r\n]")


def probable_tail(file: CassetteFile, found: Outline) -> bytes | None:
    """The tail as the end of the file alone has it; None where it tells none."""
    start = max(file.size - _LOOKED_THROUGH[found.form], found.starts[0])
    end = file.read(start, file.size)
    if found.form is Form.YAML:
        return _of_yaml(end)
    return _of_json(end, found) if found.form is Form.JSON else b""


def _of_yaml(end: bytes) -> bytes | None:
    """From the first key in the first column on."""
    last = max((dash.start() for dash in _DASH.finditer(end)), default=0)
    key = _KEY.search(end, last)
    return end[key.end() :] if key else None


def _of_json(end: bytes, found: Outline) -> bytes | None:
    """From the bracket furthest from the end that ends the list of interactions, were it empty."""
    head = opening(found.path)
    tail, at = None, end.rfind(b"]")
    while at >= 0:
        try:
            json.loads(head + end[at:])
            tail = end[at:]
        except ValueError:
            pass  # a bracket of something else
        at = end.rfind(b"]", 0, at)
    return tail if tail is not None and tail.strip() != closing(found.path) else None
