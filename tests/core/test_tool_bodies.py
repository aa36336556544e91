# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a tool call does is known by the shape of its arguments, whatever the tool is called."""

from __future__ import annotations

import pytest

from viewer.core.text.json_values import Json
from viewer.core.tool_bodies import MOST_CHARACTERS, exit_code, output_of, tool_body


def lines(arguments: Json) -> list[tuple[str, str]]:
    """The lines of a body, each with what happens to it."""
    body = tool_body(arguments)
    assert body is not None
    return [(run.kind, run.text) for run in body.runs]


@pytest.mark.parametrize(("old", "new"), [("old_string", "new_string"), ("oldText", "newText"), ("old_str", "new_str")])
def test_an_edit_is_a_difference(old: str, new: str) -> None:
    arguments: Json = {"file_path": "a.py", old: "one\ntwo\nthree", new: "one\n2\nthree", "replace_all": True}
    body = tool_body(arguments)
    assert body is not None
    assert (body.kind, body.about, body.added, body.removed, body.note) == ("edit", "a.py", 1, 1, "everywhere")
    assert ("removed", "two") in lines(arguments)
    assert ("added", "2") in lines(arguments)


def test_several_edits_of_a_file() -> None:
    edits: Json = [{"old_string": "a", "new_string": "b"}, {"old_string": "c", "new_string": ""}]
    body = tool_body({"path": "x", "edits": edits})
    assert body is not None
    assert (body.added, body.removed, body.note) == (1, 2, "2 edits")
    assert tool_body({"path": "x", "edits": [{"old_string": "a"}]}) is None


def test_a_new_file_is_additions() -> None:
    assert lines({"path": "a.txt", "content": "one\ntwo\n"}) == [("added", "one\ntwo")]
    assert tool_body({"content": "without a path"}) is None


def test_a_patch_has_its_own_signs() -> None:
    patch = "*** Begin Patch\n*** Update File: a\n@@\n keep\n-old\n+new\n+more\n*** End Patch"
    assert lines({"input": patch}) == [
        ("same", "*** Begin Patch\n*** Update File: a\n@@\n keep"),
        ("removed", "old"),
        ("added", "new\nmore"),
        ("same", "*** End Patch"),
    ]


@pytest.mark.parametrize("command", ["ls -l", ["bash", "-lc", "ls -l"], ["ls", "-l"]])
def test_a_command_is_told_as_it_is_typed(command: Json) -> None:
    assert lines({"command": command, "timeout": 5}) == [("same", "$ ls -l")]


def test_a_list_of_things_to_do() -> None:
    todos: Json = [
        {"content": "read", "status": "completed"},
        {"content": "write", "status": "in_progress"},
        {"step": "test", "status": "pending"},
    ]
    body = tool_body({"todos": todos})
    assert body is not None
    assert body.note == "1 of 3 steps done"
    assert body.runs[0].text == "☑ read\n◐ write\n☐ test"
    assert tool_body({"items": ["no", "states"]}) is None


def test_a_search() -> None:
    body = tool_body({"pattern": "def main", "path": "src", "glob": "*.py"})
    assert body is not None
    assert (body.kind, body.about, body.runs[0].text) == ("search", "src *.py", "def main")


@pytest.mark.parametrize("arguments", [None, [], "text", {}, {"city": "Wengen"}, {"command": 5}, {"command": [1]}])
def test_what_has_no_shape_that_is_known_has_no_body(arguments: Json) -> None:
    assert tool_body(arguments) is None


def test_what_is_very_long_is_shown_as_it_was_sent() -> None:
    assert tool_body({"path": "a", "content": "x" * (MOST_CHARACTERS + 1)}) is None
    assert tool_body({"path": "a", "old_string": "x", "new_string": "y" * MOST_CHARACTERS}) is None


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ({"exit_code": 2}, 2), ('{"output": "", "metadata": {"exit_code": 5}}', 5), ("{", None),
        ({"output": "", "metadata": {"exit_code": 0}}, 0), ("Exit code 1\nno such file", 1),
        ("…\nProcess exited with code: 127", 127), ({"output": "exit status 3"}, 3),
        ("all is well", None), (None, None), ({"exit_code": "2"}, None), ({"exit_code": True}, None),
        ("exits 5 doors", None),
    ],
)  # fmt: skip
def test_an_exit_code_is_found_where_it_is_told(response: Json, code: int | None) -> None:
    assert exit_code(response) == code


def test_what_was_printed() -> None:
    assert output_of({"stdout": "one", "stderr": "two", "exit_code": 1}) == "one\ntwo"
    assert output_of("plain") is None
