# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page is one document that runs nothing, fetches nothing and shows everything."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.exporters import html
from viewer.core.exporters.html import _highlighted, _picture
from viewer.core.messages import Blob
from viewer.core.recording import Recording

_VOID = {"meta", "img", "circle", "path", "rect", "line", "polyline", "ellipse", "polygon"}
_PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()


class Page(HTMLParser):
    """Collects elements, attributes and text; complains about elements that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture
def page(hostile: Recording, export: Callable[..., str]) -> Page:
    return Page(export("html", hostile))


def test_is_well_formed(page: Page) -> None:
    assert page.open == []
    assert [tag for tag, _ in page.elements].count("h1") == 1


def test_has_nothing_that_runs_or_fetches(page: Page) -> None:
    tags = {tag for tag, _ in page.elements}
    assert tags.isdisjoint({"script", "iframe", "object", "embed", "form", "link", "base", "video", "audio", "b"})
    names = {name for _, attributes in page.elements for name in attributes}
    assert [name for name in names if name.startswith("on") or name in ("style", "srcset", "action")] == []
    assert [href for href in page.attributes("href") if not href.startswith("#i")] == []
    assert [src for src in page.attributes("src") if not src.startswith("data:image/png;base64,")] == []


def test_shows_the_picture_and_no_other(page: Page) -> None:
    assert len(page.attributes("src")) == 1
    assert "https://evil.example/track.png" in page.text
    assert "image/svg+xml" in page.text


def test_links_lead_somewhere(talk: Recording, export: Callable[..., str]) -> None:
    page = Page(export("html", talk))
    assert {href[1:] for href in page.attributes("href")} == {"i0", "i1", "i2"} == set(page.attributes("id"))


def test_policy_names_the_style_sheet(talk: Recording, export: Callable[..., str]) -> None:
    text = export("html", talk)
    style = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = next(a["content"] for _, a in Page(text).elements if "Policy" in a.get("http-equiv", ""))
    assert len(style) == 1
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert re.findall(r"url\(|@import|https?:", style[0]) == []


def test_every_colour_is_defined_for_light_and_dark(talk: Recording, export: Callable[..., str]) -> None:
    text = export("html", talk)
    for token in set(re.findall(r"var\(--(\w+)\)", text)):
        assert len(re.findall(rf"--{token}: #[0-9A-F]{{6}};", text)) == 2, token


def test_headings_descend_by_one(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("mime", "content", "shown"),
    [
        ("image/png", _PNG, True),
        ("IMAGE/PNG", _PNG, True),
        ("image/jpeg", _PNG, False),
        ("image/svg+xml", _PNG, False),
        ("image/png", "not base64!", False),
        ("image/png", _PNG + '"onload="x', False),
        (None, _PNG, False),
    ],
)
def test_only_true_raster_images(mime: str | None, content: str, *, shown: bool) -> None:
    assert (_picture(Blob("image", mime, content)) is not None) is shown


def test_colours_tokens_of_json() -> None:
    assert _highlighted('{"a<": "b", "n": -1.5e3, "t": true}') == (
        '{<span class="key">&quot;a&lt;&quot;</span>: <span class="str">&quot;b&quot;</span>, '
        '<span class="key">&quot;n&quot;</span>: <span class="num">-1.5e3</span>, '
        '<span class="key">&quot;t&quot;</span>: <span class="kw">true</span>}'
    )


def _string_end(text: str, start: int) -> int | None:
    """The end of the string whose quote is at `start`, read character after character; None where its line does."""
    at = start + 1
    while at < len(text) and text[at] not in '"\n':
        if text[at] == "\\" and text[at + 1 : at + 2] in ("", "\n"):
            return None
        at += 2 if text[at] == "\\" else 1
    return at + 1 if text[at : at + 1] == '"' else None


def _looks_one_by_one(text: str) -> list[tuple[str, int, int]]:
    looks, at = [], 0
    while at < len(text):
        end = _string_end(text, at) if text[at] == '"' else None
        scalar = re.compile(r"(true|false|null)|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").match(text, at)
        if end is not None:
            looks.append(("key" if text[end:].lstrip().startswith(":") else "str", at, end))
            at = end
        elif scalar:
            looks.append(("kw" if scalar[1] else "num", at, scalar.end()))
            at = scalar.end()
        else:
            at += 1
    return looks


_JSON_ISH = st.lists(st.sampled_from([*'"\\\n{}[]:, -1', '\\"' * 20, '"key" :', "null", "1.5e-3", "\\n"])).map("".join)


@given(_JSON_ISH, st.sampled_from([2, 5, 1 << 16]))
def test_tokens_are_those_that_a_plain_reader_finds(text: str, step: int) -> None:
    with patch.object(html, "_STEP", step):
        assert list(html._tokens(text)) == _looks_one_by_one(text)


def test_a_string_that_is_never_closed_takes_no_more_than_linear_time() -> None:
    """Half a megabyte of escaped quotes; a search that began anew at each would take an hour."""
    assert _highlighted('"' + '\\"' * 250_000).count("<span") == 0
