# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The lines of JSON lines. Each is parsed once, for one that is damaged is no interaction, and its value let go of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from viewer.core.errors import Problem
from viewer.core.formats._json_lines import MOST_PROBLEMS, damaged_line
from viewer.core.formats._parse import Form
from viewer.core.formats.outline.file import CassetteFile
from viewer.core.formats.outline.spans import KeyPath, Outline


def outline(head: bytes, offset: int, paths: Iterable[KeyPath]) -> Outline | None:
    """The outline of a file that begins with `head` at byte `offset`; the lines themselves are the list."""
    start = len(head) - len(head.lstrip())
    line = head.count(b"\n", 0, start) + 1
    begin = head.rfind(b"\n", 0, start) + 1
    return Outline(Form.JSON_LINES, (), head[:begin], offset + begin, line) if () in paths else None


def scan(file: CassetteFile, found: Outline, block: int) -> Iterator[None]:
    """Look through the file, a block at a time."""
    at, line, is_first = found.starts[0], found.lines[0], True
    pieces: list[bytes] = []
    base = at
    while at < file.size:
        data = file.read(at, at + block)
        at += len(data)
        *whole, rest = data.split(b"\n")
        if whole:
            whole[0] = b"".join([*pieces, whole[0]])
            pieces = []
        pieces.append(rest)
        if at >= file.size:
            whole.append(b"".join(pieces))
        for text in whole:
            try:
                is_record = _is_record(text.decode(), line, found.problems)
            except UnicodeDecodeError:
                found.give_up(0, "not all of it is UTF-8")
                return
            if is_first and not is_record:
                found.give_up(0, "its first line is damaged")
                return
            if is_record and not is_first:
                found.begin(base, line)
            is_first = False
            base += len(text) + 1
            line += 1
        found.line_count = line - (at >= file.size)
        if at < file.size:
            yield
    found.finish(file.size, found.line_count)
    yield


def _is_record(line: str, number: int, problems: list[Problem]) -> bool:
    """Whether a line holds a value; one that is damaged joins the problems, an empty one is no matter."""
    if not line.strip():
        return False
    try:
        json.loads(line, strict=False)
    except (ValueError, RecursionError) as error:
        if len(problems) < MOST_PROBLEMS:
            problems.append(damaged_line(error, number))
        return False
    return True
