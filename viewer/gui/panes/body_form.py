# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One way to look at a body: as its text, re-indented where that is JSON, as it is stored, or as its bytes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass
from viewer.gui.panes.body_facts import hex_dump

if TYPE_CHECKING:
    from viewer.core.model import Body


@dataclass(frozen=True, slots=True)
class Form:
    """One way to look at a body. `text` is called where it may take its time; `language` is `json` or a pygments name.

    `size` in characters, as far as known beforehand, decides whether that is in the background. `beginning` gives the
    first characters of the text, so many, where these cost nothing: they are shown meanwhile.
    """

    title: str
    text: Callable[[], str]
    language: str
    facts: str
    size: int
    beginning: Callable[[int], str] = lambda _most: ""


def text_form(text: str, language: str, facts: str) -> Form:
    """A body that is text."""
    title = "Pretty" if language == "json" else "Body"
    return Form(title, lambda: text, language, facts, len(text), lambda most: text[:most])


def stored_form(body: Body, facts: str) -> Form:
    """The bytes as the cassette holds them: text as it is, anything else as a hex dump of its beginning."""
    stored = body.stored or b""
    return Form("As stored", partial(_text, stored), "text", facts, len(stored), partial(_beginning, stored))


def _text(stored: bytes) -> str:
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return hex_dump(stored)


def _beginning(stored: bytes, most: int) -> str:
    """How the text begins, as far as so many bytes tell; empty where they are none."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(stored[:most])
    except UnicodeDecodeError:
        return ""
