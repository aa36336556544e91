# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""text -> Document: JSON, JSON lines, JSON5 or TOML when it starts like them, else YAML.

What starts like JSON may be the flow style of YAML. Each form has a module, which is imported with its first document.
"""

from __future__ import annotations

import re
from enum import Enum
from importlib import import_module

from viewer.core.errors import Severity
from viewer.core.formats._document import Document

_FIRST_LINE = re.compile(r"^(?![ \t]*+(?:#|\r?$))", re.MULTILINE)

_LIKE_TOML = re.compile(r"[A-Za-z0-9_-]+ *= *(?:[0-9\"'\[{]|true\b|false\b)")
"""A key with a value as only TOML writes it."""

_LIKE_TOML_TABLE = re.compile(r"\[\[?[A-Za-z0-9_.-]+\]\]?[ \t]*\r?\n\s*[A-Za-z0-9_-]+ *=")
"""A table's heading, which alone could be a list in JSON or YAML, with a key below."""

_LIKE_JSON_LINES = re.compile(r"\s*\{[^\n]*\}[ \t\r]*\n\s*\{")
"""A line that is an object, and another one begins on the next."""

_LIKE_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[)")

_LIKE_JSON5 = re.compile(r"\s*\{[ \t]*\r?\n\s*(?:[A-Za-z_$][A-Za-z0-9_$]*|'[^'\n]*')\s*:")
"""An object over several lines whose first key has no double quotes; on one line it is the flow style of YAML."""


class Form(Enum):
    """In which language a document is written, as far as its beginning tells: the module that reads it."""

    TOML = "_toml"
    JSON_LINES = "_json_lines"
    JSON = "_json"
    JSON5 = "_json5"
    YAML = "_yaml"


def form_of(text: str) -> Form:
    """The form in which a text is read first; what begins like JSON may still be the flow style of YAML."""
    start = first_line(text)
    if _LIKE_TOML.match(text, start) or _LIKE_TOML_TABLE.match(text, start):
        return Form.TOML
    if _LIKE_JSON_LINES.match(text):
        return Form.JSON_LINES
    if _LIKE_JSON.match(text) is not None:
        return Form.JSON
    return Form.JSON5 if _LIKE_JSON5.match(text) is not None else Form.YAML


def first_line(text: str) -> int:
    """Where the first line starts that is neither blank nor a TOML comment; the end of the text where none is."""
    found = _FIRST_LINE.search(text)
    return found.start() if found else len(text)


def load(text: str, form: Form) -> Document:
    """The document of a text in a form that is known; never raises."""
    document: Document = import_module(f"viewer.core.formats.{form.value}").load(text)
    return document


def parse(text: str) -> Document:
    """The document of a file, whatever of it could be read; never raises."""
    form = form_of(text)
    document = load(text, form)
    if form not in (Form.JSON, Form.JSON5) or is_whole(document):
        return document
    as_yaml = load(text, Form.YAML)
    return as_yaml if form is Form.JSON5 or is_whole(as_yaml) else document


def is_whole(document: Document) -> bool:
    """Whether nothing of a document was lost to damage."""
    return all(problem.severity is not Severity.ERROR for problem in document.problems)
