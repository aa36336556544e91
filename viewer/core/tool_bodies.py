# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The arguments of a tool call -> what they do, in lines: an edit as a difference, a file as additions, a to-do list.

Rule: a kind is known by the shape of its arguments, whatever the tool is called and whoever made it; what fits no shape
is shown as it was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain, groupby
from typing import Literal

from viewer.core.text.json_values import Json
from viewer.core.text.line_difference import LineRun, line_difference
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass
from viewer.late_pattern import late_pattern

Kind = Literal["edit", "write", "patch", "shell", "to-do list", "search"]

MOST_CHARACTERS = 200_000
"""Longer texts are shown as they were sent."""
_PATHS = ("file_path", "filePath", "path", "filename", "file", "target_file", "absolute_path", "notebook_path")
_EDITS = (
    ("old_string", "new_string"), ("oldString", "newString"), ("old_str", "new_str"), ("oldText", "newText"),
    ("old_text", "new_text"), ("search", "replace"),
)  # fmt: skip
_CONTENTS = ("content", "contents", "file_text", "new_source", "text")
_COMMANDS = ("command", "cmd", "script")
_PATCHES = ("patch", "input", "diff", "patch_text")
_HEADS = tuple(3 * sign for sign in "+-*")
_LISTS = ("todos", "plan", "tasks", "items", "todo_list")
_QUERIES = ("pattern", "query", "regex", "search_term", "q")
_WORDS = ("content", "step", "text", "title", "description", "task")
_DONE = {"completed": "done", "done": "done", "complete": "done", "in_progress": "now", "in-progress": "now"}
_SIGNS = {"done": "☑", "now": "◐", "": "☐"}
_EXIT = late_pattern(r"(?:exit(?:ed)?(?: with)?(?: code| status)?|return ?code)[:= ]{1,3}(-?\d{1,5})\b", re.IGNORECASE)
_EXIT_KEYS = ("exit_code", "exitCode", "returncode", "return_code", "exit_status")
_OUTPUT_KEYS = ("output", "stdout", "aggregated_output")
_EXIT_SEARCHED = 400
"""Characters at both ends of an answer in which an exit code is looked for."""


@dataclass(frozen=True, slots=True)
class ToolBody:
    """What a call does: its `kind`, `about` what (a path, a folder), and lines; `note` is said besides."""

    kind: Kind
    about: str
    runs: tuple[LineRun, ...]
    note: str = ""

    @property
    def added(self) -> int:
        """How many lines are added."""
        return sum(run.lines for run in self.runs if run.kind == "added")

    @property
    def removed(self) -> int:
        """How many lines are removed."""
        return sum(run.lines for run in self.runs if run.kind == "removed")


def tool_body(arguments: Json) -> ToolBody | None:
    """What arguments do, by their shape; None where they have no shape that is known."""
    if not isinstance(arguments, dict):
        return None
    shapes = (_edit, _several_edits, _patch, _write, _to_do_list, _shell, _search)
    return next((body for shape in shapes if (body := shape(arguments)) is not None), None)


def exit_code(response: Json) -> int | None:
    """The exit code that an answer tells: in a field of its own, or in words at one of its ends."""
    response = _opened(response)
    if isinstance(response, dict):
        inner = response.get("metadata")
        for told in (response, inner if isinstance(inner, dict) else {}):
            for key in _EXIT_KEYS:
                if type(code := told.get(key)) is int:
                    return code
        response = next((text for key in _OUTPUT_KEYS if isinstance(text := response.get(key), str)), None)
    if not isinstance(response, str):
        return None
    found = _EXIT.search(response[:_EXIT_SEARCHED]) or _EXIT.search(response[-_EXIT_SEARCHED:])
    return int(found[1]) if found else None


def output_of(response: Json) -> str | None:
    """What a command printed, where its answer is an object with that text in it."""
    response = _opened(response)
    if not isinstance(response, dict):
        return None
    texts = [text for key in (*_OUTPUT_KEYS, "stderr") if isinstance(text := response.get(key), str) and text]
    return "\n".join(texts)[:MOST_CHARACTERS] or None


def _opened(response: Json) -> Json:
    """An answer that is the text of an object, as that object."""
    if isinstance(response, str) and response.startswith("{") and len(response) <= MOST_CHARACTERS:
        with suppress(ValueError, RecursionError):
            told: Json = json.loads(response)
            return told
    return response


# --- Shapes -----------------------------------------------------------------------------------------------------------


def _first(told: Mapping[str, Json], keys: tuple[str, ...]) -> str:
    """The first of these fields that is a text."""
    return next((text for key in keys if isinstance(text := told.get(key), str) and text), "")


def _pair(told: Mapping[str, Json]) -> tuple[str, str] | None:
    for old, new in _EDITS:
        before, after = told.get(old), told.get(new)
        if isinstance(before, str) and isinstance(after, str) and len(before) + len(after) <= MOST_CHARACTERS:
            if before.endswith("\n") and after.endswith("\n"):
                return before[:-1], after[:-1]
            return before, after
    return None


def _edit(told: Mapping[str, Json]) -> ToolBody | None:
    pair = _pair(told)
    if pair is None:
        return None
    note = "everywhere" if told.get("replace_all") is True or told.get("replaceAll") is True else ""
    return ToolBody("edit", _first(told, _PATHS), tuple(line_difference(*pair)), note)


def _several_edits(told: Mapping[str, Json]) -> ToolBody | None:
    edits = told.get("edits")
    if not isinstance(edits, list) or not edits:
        return None
    pairs = [_pair(edit) if isinstance(edit, dict) else None for edit in edits]
    known = [pair for pair in pairs if pair is not None]
    if len(known) != len(edits) or sum(len(one) + len(other) for one, other in known) > MOST_CHARACTERS:
        return None
    runs = tuple(chain.from_iterable(line_difference(*pair) for pair in known))
    return ToolBody("edit", _first(told, _PATHS), runs, plural(len(known), "edit"))


def _patch(told: Mapping[str, Json]) -> ToolBody | None:
    text = _first(told, _PATCHES)
    is_patch = text.startswith(("*** Begin Patch", "--- ", "diff --git ", "@@ "))
    if not is_patch or len(text) > MOST_CHARACTERS:
        return None
    lines = text.removesuffix("\n").split("\n")
    runs = []
    for kind, together in groupby(lines, key=_change):
        bare = [line[1:] if kind != "same" else line for line in together]
        runs.append(LineRun(kind, "\n".join(bare), len(bare)))
    return ToolBody("patch", _first(told, _PATHS), tuple(runs))


def _change(line: str) -> Literal["same", "removed", "added"]:
    """What a line of a patch does; those that name files have three signs."""
    if line[:3] in _HEADS or line[:1] not in ("+", "-"):
        return "same"
    return "added" if line[0] == "+" else "removed"


def _write(told: Mapping[str, Json]) -> ToolBody | None:
    path, text = _first(told, _PATHS), _first(told, _CONTENTS)
    if not path or not text or len(text) > MOST_CHARACTERS:
        return None
    text = text.removesuffix("\n")
    return ToolBody("write", path, (LineRun("added", text, text.count("\n") + 1),))


def _to_do_list(told: Mapping[str, Json]) -> ToolBody | None:
    listed = next((value for key in _LISTS if isinstance(value := told.get(key), list) and value), None)
    if listed is None:
        return None
    lines: list[str] = []
    done = 0
    for item in listed:
        status = item.get("status") if isinstance(item, dict) else None
        words = _first(item, _WORDS) if isinstance(item, dict) else ""
        if not isinstance(status, str) or not words:
            return None
        state = _DONE.get(status.lower(), "")
        done += state == "done"
        lines.append(f"{_SIGNS[state]} {words}")
    run = LineRun("same", "\n".join(lines), len(lines))
    return ToolBody("to-do list", "", (run,), f"{done:,} of {plural(len(lines), 'step')} done")


def _shell(told: Mapping[str, Json]) -> ToolBody | None:
    command = next((told[key] for key in _COMMANDS if key in told), None)
    if isinstance(command, list):
        words = [word for word in command if isinstance(word, str)]
        if len(words) != len(command):
            return None
        # A shell that is told to run a script: the script says what is done.
        script = len(words) == 3 and words[1] in ("-c", "-lc")
        command = words[2] if script else " ".join(words)
    if not isinstance(command, str) or not command.strip() or len(command) > MOST_CHARACTERS:
        return None
    where = _first(told, ("workdir", "cwd", "working_directory", "directory"))
    return ToolBody("shell", where, (LineRun("same", f"$ {command}", command.count("\n") + 1),))


def _search(told: Mapping[str, Json]) -> ToolBody | None:
    query = _first(told, _QUERIES)
    if not query or len(query) > MOST_CHARACTERS or any(isinstance(value, dict | list) for value in told.values()):
        return None
    where = " ".join(filter(None, (_first(told, _PATHS), _first(told, ("glob", "include", "type")))))
    return ToolBody("search", where, (LineRun("same", query, query.count("\n") + 1),))
