# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Names, paths, headers and events show signs that would deceive, instead of being turned by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QTreeView, QWidget

from tests.gui.streams import chunk, recording, streamed
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.narration import narrate, with_marks
from viewer.gui.library.overview_page import LineButton
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.models.facets import Line
from viewer.gui.models.headers_model import HeadersModel
from viewer.gui.models.rows import Row
from viewer.gui.sidebar.interaction_delegate import InteractionDelegate
from viewer.gui.widgets.run_label import Run, RunLabel
from viewer.gui.window.interaction_header import header_text

_OVERRIDE = "\u202e"


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The light look."""
    theme = load_theme("light")
    return Look(theme, Icons(theme), Masker())


@pytest.fixture
def deceiving() -> Recording:
    """An override in the path, in the model's name, in a header and in the text."""
    said = streamed([chunk({"content": f"a{_OVERRIDE}b"}, model=f"m{_OVERRIDE}x")])
    request = said.request
    headers = replace(request.headers, fields=(("X-Name", f"v{_OVERRIDE}w"),))
    url = f"https://llm.example/v1/chat/completions/{_OVERRIDE}gnp.exe"
    return recording(replace(said, request=replace(request, url=url, headers=headers)))


def test_the_header_shows_them(look: Look, deceiving: Recording) -> None:
    text = header_text(deceiving, 0, look)
    assert text.path == "/v1/chat/completions/\ufffdgnp.exe"
    assert _OVERRIDE not in "".join((text.host, text.status, *text.facts))


def test_tables_and_labels_show_them(look: Look, deceiving: Recording) -> None:
    model = HeadersModel()
    model.set_look(look)
    model.show(deceiving.exchanges[0].interaction)
    cells = [model.data(model.index(row, 1), Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]
    assert "v\ufffdw" in cells
    label = RunLabel(look)
    label.set_runs([Run(f"x{_OVERRIDE}y")])
    assert label.text() == "x\ufffdy"


def test_events_show_them(look: Look, deceiving: Recording) -> None:
    words = narrate(deceiving.exchanges[0], look.masker).words(0)
    assert with_marks(words.added) == "a\ufffdb"


def test_a_line_break_in_a_name_makes_no_second_line(look: Look) -> None:
    page = QWidget()
    written, shown = (
        LineButton(look, Line(name, "3", path=Path(name)), page) for name in ("two\nlines.yaml", "two␊lines.yaml")
    )
    assert written.grab().toImage() == shown.grab().toImage()
    view = QTreeView()
    delegate = InteractionDelegate(look, view)
    pictures = []
    for name in ("two\nlines.yaml", "two␊lines.yaml"):
        pictures.append(QPixmap(300, 60))
        pictures[-1].fill()
        painter = QPainter(pictures[-1])
        delegate._first_line(painter, QRect(0, 0, 300, 30), Row("file", name))
        painter.end()
    assert pictures[0].toImage() == pictures[1].toImage()
