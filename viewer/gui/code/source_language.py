# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a cassette is written in, by its name, and how a line of it is called."""

from __future__ import annotations

from pathlib import PurePath

_LANGUAGES = {
    ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".har": "json", ".jsonl": "json", ".ndjson": "json",
    ".toml": "toml",
}  # fmt: skip
_PACKED = (".gz", ".zst")


def source_language(path: str) -> str:
    """The name that Pygments has for the language; `text` where the suffix tells none."""
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes]
    while suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return _LANGUAGES.get(suffixes[-1], "text") if suffixes else "text"


def line_words(path: str, line: int) -> str:
    """A line in words, such as `YAML line 1,204`."""
    language = source_language(path)
    return f"line {line:,}" if language == "text" else f"{language.upper()} line {line:,}"
