# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file of `[Section]` and `key=value` lines, such as mimeapps.list, of which single lines change and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice

from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The text of such a file; every change makes another one. Bytes that are no UTF-8 stay as they are."""

    text: str = ""

    @classmethod
    def parse(cls, data: bytes) -> KeyFile:
        """The file whose bytes these are."""
        return cls(data.decode("utf-8", "surrogateescape"))

    @property
    def data(self) -> bytes:
        """The bytes to write."""
        return self.text.encode("utf-8", "surrogateescape")

    def value(self, section: str, key: str) -> str | None:
        """What a key is set to; the last line counts where there are several."""
        at = self._line_of(section, key)
        return None if at is None else self._lines()[at].partition("=")[2].strip()

    def with_value(self, section: str, key: str, value: str) -> KeyFile:
        """With a key set: its line changed, or a line at the end of the section, which is made when it is missing."""
        lines = self._lines()
        at = self._line_of(section, key)
        if at is not None:
            lines[at] = f"{key}={value}{_line_end(lines[at])}"
            return KeyFile("".join(lines))
        end = next(filter(None, map(_line_end, lines)), "\n")
        if lines and not _line_end(lines[-1]):
            lines[-1] += end
        after = self._last_of(section)
        if after is None:
            lines += [end] if lines else []
            return KeyFile("".join((*lines, f"[{section}]{end}", f"{key}={value}{end}")))
        lines.insert(after + 1, f"{key}={value}{end}")
        return KeyFile("".join(lines))

    def without(self, section: str, key: str) -> KeyFile:
        """Without a key's line, and without the section when nothing is left in it but blank lines."""
        lines = self._lines()
        at = self._line_of(section, key)
        if at is None:
            return self
        del lines[at]
        shorter = KeyFile("".join(lines))
        inside = [index for index, name, _ in shorter._entries() if name == section]
        if any(lines[index].strip() and not lines[index].lstrip().startswith("[") for index in inside):
            return shorter
        first = min(inside)
        if first and not lines[first - 1].strip():  # the blank line that stood before it
            inside.append(first - 1)
        return KeyFile("".join(line for index, line in enumerate(lines) if index not in inside))

    def _lines(self) -> list[str]:
        return [line for line in re.split(r"(?<=\n)", self.text) if line]  # splitlines() would split at U+2028 too

    def _entries(self) -> Iterator[tuple[int, str, str]]:
        """Every line's index, the section it is in and its key, which is empty for what is none."""
        section = ""
        for index, line in enumerate(self._lines()):
            bare = line.strip()
            if bare.startswith("[") and bare.endswith("]"):
                section = bare[1:-1]
            is_entry = "=" in bare and not bare.startswith(("#", "["))
            yield index, section, bare.partition("=")[0].strip() if is_entry else ""

    def _line_of(self, section: str, key: str) -> int | None:
        found = [index for index, name, own in self._entries() if name == section and own == key]
        return found[-1] if found else None

    def _last_of(self, section: str) -> int | None:
        """The last line of a section that is not blank."""
        lines = self._lines()
        found = [index for index, name, _ in self._entries() if name == section and lines[index].strip()]
        return found[-1] if found else None


def changes(before: KeyFile, after: KeyFile) -> Iterator[str]:
    """The lines that differ, after `-` or `+`, each section's below its name; blank lines are left out."""
    old, new = before.text.splitlines(), after.text.splitlines()
    whole = unified_diff(old, new, n=len(old) + len(new), lineterm="")
    heading = ""
    for line in islice(whole, 3, None):  # two names and the one hunk's place come first
        bare, is_changed = line[1:].strip(), not line.startswith(" ")
        if bare.startswith("["):
            heading = "" if is_changed else f" {bare}"
        if is_changed and bare:
            if heading:
                yield heading
                heading = ""
            yield line


def _line_end(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
