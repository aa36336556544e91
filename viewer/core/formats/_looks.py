# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a file that no reader knows looks like, so that the message helps."""

from __future__ import annotations

import re

from viewer.core.formats._api import Probe

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
_EVENT_STREAM = re.compile(r"\s*(?:data|event|id|retry):")
_SECTION = re.compile(r"^-- .+ --$", re.MULTILINE)
_MOST_KEYS = 5


def is_transcript(probe: Probe) -> bool:
    """Whether the file is a transcript that this program exported as JSON."""
    if "cassette-viewer/" not in probe.text:  # most files need not be parsed to tell
        return False
    value = probe.document.value
    return isinstance(value, dict) and str(value.get("schema")).startswith("cassette-viewer/")


def describe(probe: Probe) -> str:
    """A short phrase for what the file seems to hold, such as `a mapping with the keys a, b`."""
    for magic, name in _MAGIC:
        if probe.content.startswith(magic):
            return name
    if b"\0" in probe.content[:4096]:
        return "binary data" if probe.content.strip(b"\0") else "nothing but NUL bytes"
    if _EVENT_STREAM.match(probe.text):
        return "the body of an event stream"
    if _SECTION.search(probe.text):
        return "a txtar archive"
    if is_transcript(probe):
        return "a transcript exported from a cassette"
    return _describe_value(probe.document.value)


def _describe_value(value: object) -> str:
    if isinstance(value, dict):
        return _family(value) or f"a mapping with the keys {_names(value)}"
    if isinstance(value, list):
        first = value[0] if value else None
        inside = f" of mappings with the keys {_names(first)}" if isinstance(first, dict) else ""
        return f"a list{inside}" if value else "an empty list"
    return "text" if value is not None else "nothing but comments or white space"


def _family(value: dict[str, object]) -> str | None:
    """The recorder that writes such a mapping, when its keys tell."""
    log, interactions = value.get("log"), value.get("interactions")
    if isinstance(log, dict) and "entries" in log:
        return "a HAR file"
    if isinstance(interactions, list) and interactions and isinstance(interactions[0], dict):
        return f"interactions with the keys {_names(interactions[0])}"
    return None


def _names(value: dict[str, object]) -> str:
    names = [name if len(name) <= 40 else name[:40] + "…" for name in value][:_MOST_KEYS]
    return ", ".join(names) + (" …" if len(value) > _MOST_KEYS else "")
