# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The text of an answer is drawn as its Markdown is meant, when that is asked for and it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.gui.conversation.conversation_samples import ASK, DONE, asking, chunk
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.markdown_blocks import MOST_CHARACTERS
from viewer.gui.conversation.row_writers.conversation import ConversationWriter
from viewer.gui.conversation.rows import Passage, Row, Separator
from viewer.gui.panes.conversation import ConversationPane
from viewer.gui.settings import MARKDOWN as MARKDOWN_SETTING
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands

Make = Callable[..., Recording]
SECRET = "sk-ant-api03-" + "A1b2" * 24
MARKDOWN = f"# Lake\n\nIt is **deep**.\n\n- one\n\n```python\nx = 1\n```\n---\n> {SECRET}"


def answered(make: Make, text: str) -> Recording:
    answer = {"role": "assistant", "content": text}
    return make((asking(ASK), json.dumps({"id": "r", "model": "m", "choices": [{"index": 0, "message": answer}]})))


def drawn(recording: Recording, shown: int | None = None) -> list[Row]:
    writer = ConversationWriter(recording, 0, Masker())
    writer.context.draw_markdown(on=True)
    rows = writer.conversation(recording.exchanges[0].shown_whole if shown is None else shown).rows
    return [row for row in rows if isinstance(row.key, tuple) and row.key[0] == "markdown"]


def test_every_block_is_a_row(make: Make) -> None:
    rows = drawn(answered(make, MARKDOWN))
    assert [row.content.text for row in rows[:4]] == ["Lake", "It is deep.", "•  one", "x = 1"]
    styles = [row.content.style if isinstance(row.content, Passage) else "" for row in rows]
    assert styles == ["heading", "prose", "prose", "code", "", "quiet"]
    assert isinstance(rows[4].content, Separator)
    assert {row.part for row in rows} == {rows[0].part} != {None}, "a find leads to them"


def test_marks_are_where_the_words_are(make: Make) -> None:
    content = drawn(answered(make, MARKDOWN))[1].content
    assert isinstance(content, Passage)
    assert [(mark.start, mark.end, mark.kind) for mark in content.source.marks_in(0, 100)] == [(6, 10, "strong")]
    assert [(mark.start, mark.end) for mark in content.source.marks_in(8, 11)] == [(0, 2)]


def test_code_has_the_colours_of_its_language(make: Make) -> None:
    content = drawn(answered(make, MARKDOWN))[3].content
    assert isinstance(content, Passage)
    assert "syntax_num" in {mark.kind for mark in content.source.marks_in(0, 10)}


def test_secrets_stay_masked(make: Make) -> None:
    assert not any(SECRET[-30:] in row.content.text for row in drawn(answered(make, MARKDOWN)))


def test_a_text_that_is_still_coming_in_is_shown_as_it_comes(make: Make) -> None:
    stream = "".join([chunk(role="assistant", content="# La"), chunk(content="ke"), chunk(finish="stop"), DONE])
    recording = make((asking(ASK), stream))
    assert drawn(recording, 1) == []
    assert [row.content.text for row in drawn(recording)] == ["Lake"]


def test_a_very_long_text_stays_as_it_was_written(make: Make) -> None:
    stream = "".join([chunk(role="assistant", content="# x\n" * (MOST_CHARACTERS // 3)), chunk(finish="stop"), DONE])
    assert drawn(make((asking(ASK), stream))) == []


def test_the_pane_draws_it_and_takes_it_back(make: Make, pane: ConversationPane) -> None:
    pane.show_exchange(answered(make, MARKDOWN), 0)
    before = [row.content.text for row in pane.canvas.conversation.rows]
    assert any("**deep**" in text for text in before)
    pane.draw_markdown(on=True)
    assert "It is deep." in [row.content.text for row in pane.canvas.conversation.rows]
    assert pane.find_text("deep") == 1
    pane.draw_markdown(on=False)
    assert [row.content.text for row in pane.canvas.conversation.rows] == before


def test_the_choice_is_kept(commands: Commands, settings: Settings, make_window: Callable[..., Commands]) -> None:
    commands.actions["markdown"].trigger()
    assert settings.get(MARKDOWN_SETTING)
    assert make_window(settings).actions["markdown"].isChecked()
    commands.actions["markdown"].trigger()
    assert not settings.get(MARKDOWN_SETTING)
