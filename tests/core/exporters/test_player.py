# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A page that plays: what it holds, and in a real browser what its keys, its scrubber and its clock do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core.exporters.browser import CHROMIUM, Browser
from viewer.core import recording

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
_SHOWN = "[...document.querySelectorAll('[data-t]')].filter(piece => !piece.hidden).length"
_ALL = "document.querySelectorAll('[data-t]').length"
_TEXT = "document.querySelector('main').innerText"


@pytest.fixture
def page(samples: Path, tmp_path: Path, export: Callable[..., str]) -> str:
    path = tmp_path / "page.html"
    path.write_text(export("player", recording.load(samples / "agent-tools.yaml")), "utf-8")
    return path.as_uri()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with Browser(tmp_path / "home") as started:
        yield started


def test_the_policy_names_the_one_style_and_the_one_script(samples: Path, export: Callable[..., str]) -> None:
    text = export("player", recording.load(samples / "agent-tools.yaml"))
    (policy,) = re.findall('Content-Security-Policy" content="(.*?)"', text)
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall("<script>(.*?)</script>", text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(of.encode()).digest()).decode() for of in (style, script)]
    sources = f"style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'"
    assert policy == f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
    assert not re.findall(r"\son\w+=|javascript:|https?://(?!api\.nimbus\.example)", text.replace(script, ""))


def test_times_ascend_and_the_source_of_each_is_named(samples: Path, export: Callable[..., str]) -> None:
    text = export("player", recording.load(samples / "agent-tools.yaml"))
    times = list(map(int, re.findall('data-t="([0-9]+)"', text)))
    assert times == sorted(times)
    assert re.findall('data-timing="(.*?)"', text) == [
        "timing: scaled from 1.18 s",
        "not streamed",
        "timing: scaled from 2.05 s",
    ]


@in_browser
def test_a_page_opens_at_its_begin_or_at_a_named_piece(page: str, browser: Browser) -> None:
    browser.open(page)
    assert browser.value(_SHOWN) == 1
    assert "How will the weather be" in browser.value(_TEXT)
    assert "Let me" not in browser.value(_TEXT)
    browser.open(page + "#at=4")
    assert browser.value(_SHOWN) == 4
    assert browser.value(_TEXT).endswith("Let me look")
    assert browser.value("document.querySelector('#timing').textContent") == "timing: scaled from 1.18 s"


@in_browser
def test_keys_step_and_jump(page: str, browser: Browser) -> None:
    browser.open(page)
    browser.press("ArrowRight")
    browser.press(".")
    assert browser.value(_SHOWN) == 3
    browser.press(",")
    assert browser.value(_SHOWN) == 2
    browser.press("End")
    assert browser.value(_SHOWN) == browser.value(_ALL)
    browser.press("ArrowLeft", shift=True)
    assert browser.value("document.querySelectorAll('.call:not([hidden])').length") == 3
    browser.press("ArrowLeft", shift=True)
    assert browser.value("document.querySelectorAll('.call:not([hidden])').length") == 2
    browser.press("Home")
    browser.press("t")
    assert "get_forecast" in browser.value(_TEXT) or "→" in browser.value(_TEXT)
    browser.press("5")
    assert browser.value(_SHOWN) == round(browser.value(_ALL) / 2)
    browser.press(">", shift=True)
    assert browser.value("document.querySelector('#speed').value") == "2"


@in_browser
def test_it_plays_to_its_end_and_says_so(page: str, browser: Browser) -> None:
    browser.open(page)
    browser.value("document.querySelector('#speed').value = '8'")
    browser.press(" ")
    assert browser.value("document.querySelector('#play').getAttribute('aria-pressed')") == "true"
    while browser.value(_SHOWN) < browser.value(_ALL):
        pass
    assert browser.value("document.querySelector('#play').getAttribute('aria-pressed')") == "false"
    assert browser.value("document.querySelector('#scrubber').value") == str(browser.value(_ALL))


@in_browser
def test_reduced_motion_steps_and_never_plays(page: str, browser: Browser) -> None:
    browser.prefer(prefers_reduced_motion="reduce")
    browser.open(page)
    assert browser.value("document.querySelector('#play').offsetParent === null")
    assert browser.value("document.querySelector('#still').offsetParent !== null")
    browser.press("k")
    assert browser.value("document.querySelector('#play').getAttribute('aria-pressed')") == "false"
    browser.press("ArrowRight")
    assert browser.value(_SHOWN) == 2


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_light_or_dark_as_the_system_is(scheme: str, page: str, browser: Browser) -> None:
    browser.prefer(prefers_color_scheme=scheme)
    browser.open(page)
    background = browser.value("getComputedStyle(document.body).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", background)[:3])) / 3
    assert (brightness < 64) is (scheme == "dark")
