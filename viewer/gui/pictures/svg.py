# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""SVG → the same SVG without anything but shapes, text and colours of its own; or why it is not drawn.

Rule: references lead to elements of the same file and nowhere else: not to files, not to a network, not to entities.
Elements that are drawn several times (`use`, patterns, markers) count as often as they are drawn. SVG 1.1, 5.6; what
Qt draws of it is "SVG Tiny 1.2 and some of 1.1" (Qt SVG, "Static features").
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from viewer.gui.pictures.kinds import MAGIC

MOST_BYTES = 4_000_000
MOST_ELEMENTS = 20_000
"""As drawn: an element that is used twice counts twice."""
MOST_LEVELS = 64
_MOST_ATTRIBUTES = 200
_LEFT_OUT = frozenset({
    "script", "foreignObject", "iframe", "audio", "video", "feImage", "handler", "listener", "metadata", "prefetch",
    "animate", "animateColor", "animateMotion", "animateTransform", "discard", "set",
})  # fmt: skip
_ELSEWHERE = re.compile(r"(?i)url\(\s*[\"']?(?!\s*#)|@import|expression\(")
_INSIDE = re.compile(r"#([^\s\"')]+)")
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.ASCII)


class SvgRefusedError(ValueError):
    """Why an SVG is not drawn."""


def bounded(data: bytes) -> bytes:
    """A file that is safe to draw; raises SvgRefusedError."""
    if len(data) > MOST_BYTES:
        raise SvgRefusedError("too large")
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SvgRefusedError(f"not well-formed XML: {expat.ErrorString(error.code)}") from None
    if reading.drawn > MOST_ELEMENTS:
        raise SvgRefusedError("too large")
    return "".join(reading.written).encode("utf-8", "replace")


def _refuse_entities(*_declaration: object) -> None:
    raise SvgRefusedError("it declares entities")


class _Reading:
    """Writes again what it reads, and knows which element draws which."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._open: list[str] = []
        """The names of the open elements."""
        self._left_out = 0
        """How many open elements are left out, from the outermost inwards."""
        self._within: list[str] = []
        """The ids around what is read."""
        self._ids: list[str | None] = []
        self._elements: Counter[str] = Counter()
        """How many elements stand within an id, not counting those of ids within it; "" is the file."""
        self._draws: dict[str, Counter[str]] = {}
        """Which ids are drawn where an id is drawn, and how often."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if self._left_out or local in _LEFT_OUT or (local == "image" and not _is_picture(attributes)):
            self._left_out += 1
            return
        if len(self._open) >= MOST_LEVELS or sum(self._elements.values()) >= MOST_ELEMENTS:
            raise SvgRefusedError("too large")
        kept = [(key, value) for key, value in attributes.items() if _is_kept(local, key, value)][:_MOST_ATTRIBUTES]
        self._count(dict(kept))
        self._open.append(name)
        self.written.append(f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in kept)}>")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._left_out:
            self._left_out -= 1
            return
        self._open.pop()
        if self._ids.pop() is not None:
            self._within.pop()
        self.written.append(f"</{name}>")

    def text(self, text: str) -> None:
        """Words, or the rules of a style sheet, of which only those without references stay."""
        if self._left_out:
            return
        if self._open and self._open[-1].rpartition(":")[2] == "style" and _leads_elsewhere(text):
            return
        self.written.append(escape(text))

    def _count(self, attributes: dict[str, str]) -> None:
        own = attributes.get("id")
        around = self._within[-1] if self._within else ""
        if own is not None:
            self._draws.setdefault(around, Counter())[own] += 1
            self._within.append(own)
        self._ids.append(own)
        here = own if own is not None else around
        self._elements[here] += 1
        for key, value in attributes.items():
            if key != "id":
                self._draws.setdefault(here, Counter()).update(_INSIDE.findall(value))

    @cached_property
    def drawn(self) -> int:
        """How many elements are drawn in all; raises SvgRefusedError where something draws itself."""
        sizes: dict[str, int] = {}
        for id_ in self._inner_first():
            more = sum(times * sizes.get(inner, 0) for inner, times in self._draws.get(id_, Counter()).items())
            sizes[id_] = min(self._elements[id_] + more, MOST_ELEMENTS + 1)
        return sizes[""]

    def _inner_first(self) -> Iterator[str]:
        """The ids that are drawn, each after those which it draws."""
        done: set[str] = set()
        path: dict[str, Iterator[str]] = {"": iter(self._draws.get("", ()))}
        while path:
            last = next(reversed(path))
            inner = next(path[last], None)
            if inner is None:
                del path[last]
                done.add(last)
                yield last
            elif inner in path:
                raise SvgRefusedError("it draws itself")
            elif inner not in done:
                path[inner] = iter(self._draws.get(inner, ()))


def _is_kept(element: str, key: str, value: str) -> bool:
    local = key.rpartition(":")[2]
    if local == "base" or local.startswith("on"):
        return False
    if local == "href":
        return value.lstrip().startswith("#") or element == "image"
    return not _leads_elsewhere(value)


def _leads_elsewhere(text: str) -> bool:
    """Whether a style may refer to another file; one that spells letters as escapes is not looked at."""
    return bool(_ELSEWHERE.search(text) or ("\\" in text))


def _is_picture(attributes: dict[str, str]) -> bool:
    """Whether an image element holds its picture itself, in a format that is drawn."""
    references = [value for key, value in attributes.items() if key.rpartition(":")[2] == "href"]
    return bool(references) and all(_is_raster(reference) for reference in references)


def _is_raster(reference: str) -> bool:
    uri = _DATA.match(reference)
    if uri is None:
        return False
    try:
        head = base64.b64decode(reference[uri.end() : uri.end() + 64])
    except (binascii.Error, ValueError):
        return False
    return any(magic.match(head) for _, magic in MAGIC)
