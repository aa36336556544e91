# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""text -> Document: JSON, JSON lines or TOML when it starts like them, else YAML, whose flow style starts like JSON."""

from __future__ import annotations

import re

from viewer.core.errors import Severity
from viewer.core.formats import _json, _json_lines, _toml, _yaml
from viewer.core.formats._document import Document

_LIKE_TOML_TABLE = re.compile(r"\[\[?[A-Za-z0-9_.-]+\]\]?[ \t]*\r?\n\s*[A-Za-z0-9_-]+ *=")
"""A table's heading, which alone could be a list in JSON or YAML, with a key below."""

_LIKE_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[)")


def parse(text: str) -> Document:
    """The document of a file, whatever of it could be read; never raises."""
    if _toml.looks_like_toml(text) or _LIKE_TOML_TABLE.match(text, _toml.first_line(text)):
        return _toml.load(text)
    if _json_lines.looks_like_json_lines(text):
        return _json_lines.load(text)
    if _LIKE_JSON.match(text) is None:
        return _yaml.load(text)
    as_json = _json.load(text)
    if _is_whole(as_json):
        return as_json
    as_yaml = _yaml.load(text)
    return as_yaml if _is_whole(as_yaml) else as_json


def _is_whole(document: Document) -> bool:
    return all(problem.severity is not Severity.ERROR for problem in document.problems)
