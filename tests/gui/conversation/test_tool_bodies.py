# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A card shows what its call does, and its arguments as they were sent one fold deeper."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.gui.conversation.conversation_samples import ASK, DONE, TEXT_STREAM, asking, call, chunk
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.row_writers.conversation import ConversationWriter
from viewer.gui.conversation.rows import Row

Make = Callable[..., Recording]
SECRET = "sk-ant-api03-" + "A1b2" * 24


def used(name: str, arguments: dict[str, Any], result: str) -> list[dict[str, Any]]:
    """A call and its result, as a later request has them."""
    calls = [{"id": "c1", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}]
    return [{"role": "assistant", "tool_calls": calls}, {"role": "tool", "tool_call_id": "c1", "content": result}]


def rows_of(recording: Recording, *unfolded: object) -> tuple[ConversationWriter, list[Row]]:
    writer = ConversationWriter(recording, 0, Masker())
    shown = recording.exchanges[0].shown_whole
    writer.conversation(shown)
    for key in unfolded:
        writer.toggle(key)
    return writer, list(writer.conversation(shown).rows)


def card(make: Make, name: str, arguments: dict[str, Any], result: str, *unfolded: object) -> list[Row]:
    """The rows of the one call of a history, unfolded."""
    recording = make((asking([*ASK, *used(name, arguments, result)]), TEXT_STREAM))
    key = ("history", (2, 0))
    _, rows = rows_of(recording, ("call", key), *((kind, key) for kind in unfolded))
    return [row for row in rows if row.group.is_card]


def test_an_edit_is_shown_as_a_difference(make: Make) -> None:
    arguments = {"file_path": "lake.py", "old_string": "depth = 56\nend", "new_string": "depth = 65\nend"}
    rows = card(make, "anything", arguments, "ok")
    assert [(row.change, row.content.text) for row in rows if row.change] == [
        ("removed", "depth = 56"),
        ("added", "depth = 65"),
    ]
    texts = [row.content.text for row in rows]
    assert "edits lake.py +1 −1" in texts
    assert "arguments as sent" in texts
    assert not any('"old_string"' in text for text in texts)


def test_the_arguments_are_one_fold_deeper_and_can_be_copied(make: Make) -> None:
    arguments = {"command": "make test"}
    recording = make((asking([*ASK, *used("sh", arguments, "exit code 2")]), TEXT_STREAM))
    key = ("history", (2, 0))
    writer, rows = rows_of(recording, ("call", key))
    conversation = writer.conversation(recording.exchanges[0].shown_whole)
    group = next(row.group for row in rows if row.group.is_card)
    copied = conversation.arguments_of(group)
    assert copied is not None
    assert json.loads(copied.text) == arguments
    _, unfolded = rows_of(recording, ("call", key), ("raw", key))
    assert any('"command"' in row.content.text for row in unfolded)


def test_a_command_has_its_exit_code_and_what_it_printed(make: Make) -> None:
    result = json.dumps({"output": "one failed", "metadata": {"exit_code": 1}})
    texts = [row.content.text for row in card(make, "shell", {"command": ["bash", "-lc", "make"]}, result)]
    assert "runs exit code 1" in texts
    assert "$ make" in texts
    assert "one failed" in texts


def test_what_has_no_known_shape_stays_as_it_was_sent(make: Make) -> None:
    texts = [row.content.text for row in card(make, "Edit", {"city": "Wengen"}, "ok")]
    assert '{\n  "city": "Wengen"\n}' in texts
    assert "arguments as sent" not in texts


def test_secrets_are_masked_before_lines_are_cut(make: Make) -> None:
    arguments = {"file_path": ".env", "old_string": "", "new_string": f"KEY={SECRET}\nend"}
    texts = [row.content.text for row in card(make, "Edit", arguments, "ok")]
    assert not any(SECRET[-40:] in text for text in texts)


def test_a_call_that_is_still_coming_in_is_shown_as_it_comes(make: Make) -> None:
    pieces = [call("", id="c1", name="run"), call('{"command"'), call(': "ls"}')]
    stream = "".join([*(chunk(tool_calls=[piece]) for piece in pieces), chunk(finish="tool_calls"), DONE])
    recording = make((asking(ASK), stream))
    writer = ConversationWriter(recording, 0, Masker())
    growing = [row.content.text for row in writer.conversation(2).rows]
    assert '{"command"' in growing[-1] or any('"command"' in text for text in growing)
    whole = [row.content.text for row in writer.conversation(recording.exchanges[0].shown_whole).rows]
    assert "$ ls" in whole


def test_find_looks_into_the_arguments_too(make: Make) -> None:
    recording = make((asking([*ASK, *used("sh", {"command": "ls", "reason": "kingfisher"}, "ok")]), TEXT_STREAM))
    writer = ConversationWriter(recording, 0, Masker())
    unfolded = writer.unfolded(recording.exchanges[0].shown_whole)
    hidden = next(row for row in unfolded if "kingfisher" in row.content.text and row.code)
    assert ("raw", ("history", (2, 0))) in hidden.inside
