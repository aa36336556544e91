# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Open files: small and large, unreadable, changed on disk in place and by replacement."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.hostile.inputs import HOSTILE
from viewer.gui.documents.documents import Documents
from viewer.gui.tasks import Tasks
from viewer.loose_text import LooseText


@pytest.fixture
def documents(qtbot: QtBot) -> Iterator[Documents]:
    """No file open yet; no thread left behind."""
    tasks = Tasks()
    made = Documents(tasks)
    yield made
    for document in list(made):
        made.close(document.path)
    tasks.stop()


@pytest.fixture
def cassette(samples: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may replace."""
    return Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))


def test_small_file_is_there_at_once(documents: Documents, cassette: Path) -> None:
    path = documents.open(cassette)
    document = documents.get(path)
    assert document is not None
    assert document.recording is not None
    assert len(document.recording.exchanges) == 3


def test_large_file_is_read_in_the_background(documents: Documents, cassette: Path, qtbot: QtBot) -> None:
    text = cassette.read_text("utf-8")
    cassette.write_text(text.replace("You ", "You " + "really " * 20_000, 1), "utf-8")
    path = documents.open(cassette)
    first = documents.get(path)
    assert first is not None
    assert first.is_loading
    qtbot.waitUntil(lambda: not getattr(documents.get(path), "is_loading", True))
    document = documents.get(path)
    assert document is not None
    assert document.recording is not None


@pytest.mark.parametrize("name", ["merge keys", "a zip of zeros"])
def test_a_small_file_that_may_become_large_is_read_in_the_background(
    documents: Documents, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    hostile = next(one for one in HOSTILE if one.name == name)
    file = tmp_path / f"small{hostile.suffix}"
    file.write_bytes(hostile.make(1))
    path = documents.open(file)
    first = documents.get(path)
    assert first is not None
    assert first.is_loading
    qtbot.waitUntil(lambda: not getattr(documents.get(path), "is_loading", True), timeout=60_000)


def test_unreadable_files_say_why(documents: Documents, tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text("on: push\njobs: {}\n")
    for name in (plain, tmp_path / "missing.yaml"):
        document = documents.get(documents.open(name))
        assert document is not None
        assert document.error is not None
        assert document.error.reason


@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_change_on_disk_is_read_again(
    documents: Documents, cassette: Path, qtbot: QtBot, *, is_replaced: bool
) -> None:
    path = documents.open(cassette)
    for wanted in ("parrot-two", "parrot-three"):
        text = cassette.read_text("utf-8")
        model = text.split('"model":"', 1)[1].split('"', 1)[0]
        changed = text.replace(f'"model":"{model}"', f'"model":"{wanted}"')
        if is_replaced:
            other = cassette.with_suffix(".new")
            other.write_text(changed, "utf-8")
            other.replace(cassette)
        else:
            cassette.write_text(changed, "utf-8")

        def is_new(wanted: str = wanted) -> bool:
            document = documents.get(path)
            recording = document.recording if document else None
            prompt = recording.exchanges[0].prompt if recording else None
            return prompt is not None and prompt.model == wanted

        qtbot.waitUntil(is_new)


def test_opening_twice_is_one_document_and_closing_forgets_it(documents: Documents, cassette: Path) -> None:
    path = documents.open(cassette)
    assert documents.open(cassette.parent / "." / cassette.name) == path
    assert len(documents) == 1
    documents.close(path)
    assert documents.get(path) is None
    assert len(documents) == 0


def test_more_is_known_a_little_later(documents: Documents, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    """The arguments of a call cease to fit the schema: the first look does not know."""
    text = (samples / "agent-tools.yaml").read_text("utf-8")
    unfit = text.replace('"type":"number"', '"type":"boolean"')
    assert unfit != text
    path = tmp_path / "unfit.yaml"
    path.write_text(unfit, "utf-8")
    with qtbot.waitSignal(documents.learned, timeout=10_000):
        documents.open(path)
        before = documents.get(path.resolve())
    after = documents.get(path.resolve())
    assert before is not None
    assert after is not None
    assert after.problems.warnings > before.problems.warnings
    assert after.node is not None
    assert after.node is not before.node, "the tree is told"
    assert after.node.counts.problems == after.problems


def test_a_text_lies_in_no_file_even_where_one_has_its_name(
    documents: Documents, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Clipboard").write_text("something else", "utf-8")
    path = documents.open_text(LooseText("Clipboard", (samples / "reasoning.yaml").read_bytes()))
    assert documents.open(Path("Clipboard")) != path
    qtbot.waitUntil(lambda: not any(document.is_loading for document in documents))
    before = documents.get(path)
    assert before is not None
    assert before.recording is not None
    documents._watch.check()
    documents.reload(path)
    assert documents.get(path) is before
    documents.close(path)
    assert [document.path for document in documents] == [tmp_path / "Clipboard"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are of POSIX")
def test_a_pipe_is_not_waited_for(documents: Documents, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    document = documents.get(documents.open(tmp_path / "pipe.yaml"))
    assert document is not None
    assert document.error is not None
    assert "is a pipe" in document.error.reason
