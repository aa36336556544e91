# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a file that no reader knows looks like, so that the message helps."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from pathlib import Path

from viewer.core.errors import Severity
from viewer.core.formats.api import Probe
from viewer.core.secrets.patterns import is_plain

_MAGIC = (
    (b"\x1f\x8b", "gzip data"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"%PDF-", "a PDF document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ID3", "MP3 audio"),
    (b"\x7fELF", "a program"),
)
_FIRST_EVENT = re.compile(r"\s*(?:(?:data|event|id|retry)?:[^\n]*(?:\n|\Z))+(?:\r?\n|\Z)")
_BEGINNINGS = (
    (re.compile(r"#!"), "a script"),
    (re.compile(r"\s*<(?:!doctype +)?html\b", re.IGNORECASE), "an HTML page"),
    (re.compile(r"\s*<\?xml\b"), "XML source"),
)
_NO_TEXT = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_TOLD = (
    (re.compile(r"\b(?:http_)?interactions[\"']?\s*:", re.IGNORECASE), None),
    (re.compile(r"[\"']entries[\"']\s*:", re.IGNORECASE), None),
    (re.compile(r"(?:\brequest|\"scope)[\"']?\s*:", re.IGNORECASE), re.compile(r"\bresponse[\"']?\s*:", re.IGNORECASE)),
)
"""What cassettes say: one thing, or one after another."""
_HEAD = 4096
_SECTION = re.compile(r"^-- .+ --$", re.MULTILINE)
_MOST_KEYS, _MOST_LOOKED_AT = 5, 100
_NAME = re.compile(r"[^\W\d][\w.-]{0,29}")


def is_binary(probe: Probe) -> bool:
    """Whether the file begins with a NUL, or with so much that is no text that it cannot be a damaged cassette."""
    head = probe.text[:_HEAD]
    return "\0" in head or len(_NO_TEXT.findall(head)) * 4 > len(head)


def resembles_cassette(probe: Probe) -> bool:
    """Whether a document that does not parse says what cassettes say; without, it is some other damaged file."""
    for first, then in _TOLD:
        found = first.search(probe.text)
        if found and (then is None or then.search(probe.text, found.end())):
            return True
    return False


def describe(probe: Probe) -> str:
    """A short phrase for what the file seems to hold, such as `a mapping with the keys a, b`."""
    for magic, name in _MAGIC:
        if probe.content.startswith(magic):
            return name
    if is_binary(probe):
        return "binary data" if probe.content.strip(b"\0") else "nothing but NUL bytes"
    return _describe_text(probe) or _describe_value(probe)


def _describe_text(probe: Probe) -> str | None:
    """What a text is that is no document of values; None when it may be one."""
    if _FIRST_EVENT.match(probe.text):
        return "the body of an event stream"
    if _SECTION.search(probe.text):
        return "a txtar archive"
    if probe.is_transcript:
        return "a transcript exported from a cassette"
    path = Path(probe.path)
    language = _language(f"x{path.suffix.lower()}" if path.suffix else path.name)
    return language or next((name for beginning, name in _BEGINNINGS if beginning.match(probe.text)), None)


@lru_cache(maxsize=256)
def _language(file_name: str) -> str | None:
    """The language that files of such a name are written in, such as `Python source`; None for plain text and data."""
    from pygments.lexers import find_lexer_class_for_filename  # noqa: PLC0415 - takes 20 ms, and few files need it

    lexer = find_lexer_class_for_filename(file_name)
    if lexer is None or lexer.name == "Text only" or lexer.name.startswith(("JSON", "YAML")):
        return None
    return f"{lexer.name} source"


def _describe_value(probe: Probe) -> str:
    value = probe.document.value
    if isinstance(value, dict) and _is_meant(value, probe):
        return _family(value) or (f"a mapping with {_keys(value)}" if value else "an empty mapping")
    if isinstance(value, list):
        first = value[0] if value else None
        inside = f" of mappings with {_keys(first)}" if isinstance(first, dict) else ""
        return f"a list{inside}" if value else "an empty list"
    if value is None and all(line.lstrip()[:1] in ("", "#") for line in probe.text.split("\n")):
        return "nothing but comments or white space"
    return "text"


def _is_meant(value: dict[str, object], probe: Probe) -> bool:
    """Whether a mapping is one to its author too; prose is one to YAML wherever a colon stands in it."""
    if probe.text.lstrip().startswith("{"):
        return True
    phrases = sum(" " in key.strip() for key in value)
    damaged = any(problem.severity is Severity.ERROR for problem in probe.document.problems)
    return not damaged and phrases * 2 <= len(value)


def _family(value: dict[str, object]) -> str | None:
    """The recorder that writes such a mapping, when its keys tell."""
    log, interactions = value.get("log"), value.get("interactions")
    if isinstance(log, dict) and "entries" in log:
        return "a HAR file"
    if isinstance(interactions, list) and interactions and isinstance(interactions[0], dict):
        return f"interactions with {_keys(interactions[0])}"
    return None


def _keys(value: dict[str, object]) -> str:
    """Such as `the keys a, b and 3 more`; a key may be a secret, so what is no plain name is only counted."""
    names = [name for name in islice(value, _MOST_LOOKED_AT) if _NAME.fullmatch(name) and is_plain(name)][:_MOST_KEYS]
    if not names:
        return "1 key" if len(value) == 1 else f"{len(value) or 'no'} keys"
    more = len(value) - len(names)
    return f"the keys {', '.join(names)}" + (f" and {more} more" if more else "")
