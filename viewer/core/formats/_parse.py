# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""text -> Document: JSON, JSON lines, JSON5 or TOML when it starts like them, else YAML.

What starts like JSON may be the flow style of YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

from viewer.core.errors import Severity
from viewer.core.formats import _json, _json_lines, _toml, _yaml
from viewer.core.formats._document import Document

_LIKE_TOML_TABLE = re.compile(r"\[\[?[A-Za-z0-9_.-]+\]\]?[ \t]*\r?\n\s*[A-Za-z0-9_-]+ *=")
"""A table's heading, which alone could be a list in JSON or YAML, with a key below."""

_LIKE_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[)")

_LIKE_JSON5 = re.compile(r"\s*\{[ \t]*\r?\n\s*(?:[A-Za-z_$][A-Za-z0-9_$]*|'[^'\n]*')\s*:")
"""An object over several lines whose first key has no double quotes; on one line it is the flow style of YAML."""


class Form(Enum):
    """In which language a document is written, as far as its beginning tells."""

    TOML = auto()
    JSON_LINES = auto()
    JSON = auto()
    JSON5 = auto()
    YAML = auto()


def form_of(text: str) -> Form:
    """The form in which a text is read first; what begins like JSON may still be the flow style of YAML."""
    if _toml.looks_like_toml(text) or _LIKE_TOML_TABLE.match(text, _toml.first_line(text)):
        return Form.TOML
    if _json_lines.looks_like_json_lines(text):
        return Form.JSON_LINES
    if _LIKE_JSON.match(text) is not None:
        return Form.JSON
    return Form.JSON5 if _LIKE_JSON5.match(text) is not None else Form.YAML


def _load_json5(text: str) -> Document:
    """What begins so is mostly the flow style of YAML, and hardly any file does."""
    from viewer.core.formats import _json5  # noqa: PLC0415

    return _json5.load(text)


_LOADERS: dict[Form, Callable[[str], Document]] = {
    Form.TOML: _toml.load,
    Form.JSON_LINES: _json_lines.load,
    Form.YAML: _yaml.load,
    Form.JSON: _json.load,
    Form.JSON5: _load_json5,
}


def load(text: str, form: Form) -> Document:
    """The document of a text in a form that is known; never raises."""
    return _LOADERS[form](text)


def parse(text: str) -> Document:
    """The document of a file, whatever of it could be read; never raises."""
    form = form_of(text)
    document = load(text, form)
    if form not in (Form.JSON, Form.JSON5) or is_whole(document):
        return document
    as_yaml = _yaml.load(text)
    return as_yaml if form is Form.JSON5 or is_whole(as_yaml) else document


def is_whole(document: Document) -> bool:
    """Whether nothing of a document was lost to damage."""
    return all(problem.severity is not Severity.ERROR for problem in document.problems)
