# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An animated picture: bounded in lines and time, well-formed whatever it shows, moving only where that is wished."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core.exporters.browser import CHROMIUM, Browser
from viewer.core import recording
from viewer.core.recording import Recording

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
_TEXT = "{http://www.w3.org/2000/svg}text"
_COLUMNS = 88
_VISIBLE = "[...document.querySelectorAll('tspan')].filter(t => getComputedStyle(t).visibility === 'visible').length"
_ALL = "document.querySelectorAll('tspan').length"


def _rows(picture: str) -> list[str]:
    return ["".join(row.itertext()) for row in ET.fromstring(picture).iter(_TEXT)]  # noqa: S314 - made here


def _delays(picture: str) -> list[float]:
    return [float(told) for told in re.findall(r"animation-delay:([0-9.]+)s", picture)]


def _answer(make: Callable[..., Recording], content: str, *, duration: str = "1s") -> Recording:
    """A recording of one answer, streamed word by word."""
    chunks = [{"choices": [{"index": 0, "delta": {"content": f"{word} "}}]} for word in content.split(" ")]
    body = "".join(f"data: {json.dumps({'model': 'gale-1', **chunk})}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    asked = json.dumps({"model": "gale-1", "stream": True, "messages": [{"role": "user", "content": "hi"}]})
    request = {"url": "https://llm.example/v1/chat/completions", "method": "POST", "body": asked}
    headers = {"Content-Type": ["text/event-stream"]}
    return make({"request": request, "response": {"code": 200, "headers": headers, "body": body, "duration": duration}})


def test_pieces_appear_in_order_at_their_times(samples: Path, export: Callable[..., str]) -> None:
    picture = export("svg", recording.load(samples / "agent-tools.yaml"), interactions=[0])
    delays = _delays(picture)
    assert delays == sorted(delays)
    assert delays[0] == 0
    assert delays[-1] == pytest.approx(0.7 + 1.18, abs=0.02), "the duration that the times are scaled from"
    assert any("timing: scaled from 1.18 s" in row for row in _rows(picture))


def test_lines_and_their_number_are_bounded(make: Callable[..., Recording], export: Callable[..., str]) -> None:
    rows = _rows(export("svg", _answer(make, "wörter " * 4000 + "x" * 500)))
    assert max(map(len, rows)) <= _COLUMNS
    assert len(rows) <= 61
    assert rows[-1] == "… (the picture ends after 60 lines)"


def test_a_word_longer_than_a_line_goes_on_in_the_next(
    make: Callable[..., Recording], export: Callable[..., str]
) -> None:
    rows = _rows(export("svg", _answer(make, "one " + "x" * 200)))
    assert sum(row.count("x") for row in rows if set(row.strip()) == {"x"}) == 200
    assert [len(row) for row in rows if set(row.strip()) == {"x"}][:2] == [_COLUMNS, _COLUMNS]


def test_wide_characters_take_two_columns(make: Callable[..., Recording], export: Callable[..., str]) -> None:
    rows = _rows(export("svg", _answer(make, "湖" * 100)))
    assert max(row.count("湖") for row in rows) == _COLUMNS // 2


def test_long_streams_are_played_faster_and_say_so(make: Callable[..., Recording], export: Callable[..., str]) -> None:
    picture = export("svg", _answer(make, "word " * 40, duration="300s"))
    assert max(_delays(picture)) <= 20
    told = _rows(picture)[-1]
    assert re.fullmatch(r"\(played [0-9.]+ times as fast as the times say\)", told)


def test_markup_in_an_answer_is_text(make: Callable[..., Recording], export: Callable[..., str]) -> None:
    said = "</text><script>alert(1)</script> & \x00 \x1b[31m \ud800 ]]>"
    picture = export("svg", _answer(make, said))
    assert "<script" not in picture
    assert any("</text><script>alert(1)</script>" in row for row in _rows(picture))


def test_it_loads_and_runs_nothing(samples: Path, export: Callable[..., str]) -> None:
    picture = export("svg", recording.load(samples / "agent-tools.yaml"))
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(picture).iter()}  # noqa: S314 - made here
    assert tags == {"svg", "title", "desc", "style", "rect", "text", "tspan"}
    assert not re.search(r"url\(|@import|href|\son\w+=", picture)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with Browser(tmp_path / "home") as started:
        yield started


@pytest.fixture
def picture(samples: Path, tmp_path: Path, export: Callable[..., str]) -> str:
    path = tmp_path / "picture.svg"
    path.write_text(export("svg", recording.load(samples / "agent-tools.yaml")), "utf-8")
    return path.as_uri()


@in_browser
def test_a_browser_shows_piece_after_piece(picture: str, browser: Browser) -> None:
    browser.open(picture)
    shown = [
        browser.value(f"document.getAnimations().forEach(a => {{ a.pause(); a.currentTime = {at}; }}), {_VISIBLE}")
        for at in (1, 1200, 60_000)
    ]
    assert 0 < shown[0] < shown[1] < shown[2] == browser.value(_ALL)


@in_browser
def test_who_asks_for_reduced_motion_sees_all_at_once(picture: str, browser: Browser) -> None:
    browser.prefer(**{"prefers-reduced-motion": "reduce"})
    browser.open(picture)
    assert browser.value("document.getAnimations().length") == 0
    assert browser.value(_VISIBLE) == browser.value(_ALL)


@in_browser
def test_no_line_is_wider_than_the_picture(picture: str, browser: Browser) -> None:
    browser.open(picture)
    widest = "Math.max(...[...document.querySelectorAll('text')].map(t => t.getBBox().x + t.getBBox().width))"
    assert browser.value(f"{widest} <= document.documentElement.viewBox.baseVal.width - 15")


@in_browser
def test_it_follows_the_colour_scheme(picture: str, browser: Browser) -> None:
    fills = []
    for scheme in ("light", "dark"):
        browser.prefer(**{"prefers-color-scheme": scheme})
        browser.open(picture)
        fills.append(browser.value("getComputedStyle(document.querySelector('rect')).fill"))
    assert fills == ["rgb(255, 255, 255)", "rgb(20, 21, 25)"]
