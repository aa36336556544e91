# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a row says of an interaction."""

from __future__ import annotations

from tests.core.chats import asked, call, recording, refused, result, said, user, whole
from viewer.core.contents import contents
from viewer.core.model import Request, Response
from viewer.gui.models.rows import Row, interaction_row

ASK = asked([user("hi")])


def _row(request: Request, response: Response) -> Row:
    return interaction_row(contents(recording((request, response))), 0)


def test_the_tools_that_are_called() -> None:
    row = _row(ASK, whole(said("Let me see.", call("a", "read"), call("b", "find"), call("c", "read"))))
    assert row.title == "calls read ×2, find"
    assert "calls read ×2, find" in row.spoken


def test_else_the_first_words_of_the_answer_without_markup() -> None:
    assert _row(ASK, whole(said("# All **good**\n\nin `here`"))).title == "All good in here"


def test_secrets_in_them_are_masked() -> None:
    title = _row(ASK, whole(said("Take sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD"))).title
    assert title.startswith("Take ")
    assert "klmnop" not in title


def test_else_the_end_of_the_path() -> None:
    assert _row(ASK, whole(said(""))).title == "/chat/completions"
    assert _row(ASK, refused()).title == "/chat/completions"


def test_errors_of_tools_are_told() -> None:
    messages = [user("go"), said(None, call("a", "read")), result("a", "Error: no such file")]
    row = _row(asked(messages), whole(said("Sorry.")))
    assert row.failed_tools == ("read",)
    assert "error of read" in row.tip
    assert "error of read" in row.spoken
