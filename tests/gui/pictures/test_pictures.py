# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Pictures of strangers: drawn where they are harmless, refused in words where they are not; nothing else happens."""

from __future__ import annotations

import base64
import gzip
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from viewer.gui.pictures import loading, process
from viewer.gui.pictures.kinds import MAGIC, kind_of
from viewer.gui.pictures.process import PictureProcess
from viewer.gui.pictures.sizes import natural_size
from viewer.gui.pictures.svg import SvgRefusedError, bounded

_WITHIN = QSize(800, 600)


@pytest.fixture(scope="module")
def pictures() -> Iterator[PictureProcess]:
    made = PictureProcess()
    yield made
    made.kill()


def written(kind: str) -> bytes:
    """A red picture of 64 × 32 pixels."""
    image = QImage(64, 32, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, kind.encode()).write(image)
    return bytes(buffer.data().data())


def gif() -> bytes:
    """One red pixel (GIF89a, appendix A; Qt writes none)."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\xff\x00\x00\x00\x00\x00"
    return screen + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00;"


def tiff() -> bytes:
    """One grey pixel (TIFF 6.0, section 3)."""
    entries = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 122), (277, 1), (278, 1), (279, 1)]
    fields = b"".join(struct.pack("<HHII", tag, 3, 1, value) for tag, value in entries)
    return b"II*\x00" + struct.pack("<IH", 8, len(entries)) + fields + struct.pack("<I", 0) + b"\x80"


def svg(content: str, head: str = 'width="64" height="32"') -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {head}>{content}</svg>".encode()


def png(width: int, height: int) -> bytes:
    """A PNG that says so of itself, with hardly any pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", [kind for kind, _ in MAGIC if kind != "gif"])
def test_every_kind_is_told_by_its_bytes_and_drawn(pictures: PictureProcess, kind: str) -> None:
    data = written(kind)
    assert kind_of(data) == kind
    assert natural_size(data).toTuple() == (64, 32)
    image, reason = pictures.decode(data, _WITHIN)
    assert (image.size().toTuple(), reason) == ((64, 32), "")
    assert image.pixelColor(30, 10).red() > 240
    smaller, _ = pictures.decode(data, QSize(16, 16))
    assert smaller.size().toTuple() == (16, 8)


def test_gif_and_svg_are_drawn(pictures: PictureProcess) -> None:
    image, reason = pictures.decode(gif(), _WITHIN)
    assert (image.size().toTuple(), reason) == ((1, 1), "")
    data = svg('<rect width="64" height="32" fill="red"/>')
    assert natural_size(data).toTuple() == (64, 32)
    image, reason = pictures.decode(data, _WITHIN)
    assert (image.size().toTuple(), reason) == ((800, 400), "")
    assert image.pixelColor(400, 200).name() == "#ff0000"


@pytest.mark.parametrize("data", [tiff(), tiff()[:40], b"", b"%PDF-1.7", b"\x00" * 5000, gzip.compress(svg("<g/>"))])
def test_what_is_on_no_list_reaches_no_decoder(pictures: PictureProcess, data: bytes) -> None:
    assert kind_of(data) is None
    assert not natural_size(data).isValid()
    image, reason = pictures.decode(data, _WITHIN)
    assert image.isNull()
    assert reason == "not drawn: only PNG, JPEG, GIF, WebP, BMP, ICO and SVG are"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(60_000, 60_000), "60000 × 60000 pixels are too many"),
        (svg("<g>" * 100 + "</g>" * 100), "too large"),
        (svg("<g/>" * 30_000), "too large"),
        (svg("<!--" + "x" * 4_100_000 + "-->"), "too large"),
        (svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'), "it draws itself"),
        (svg('<g id="a"><use href="#a"/></g>'), "it draws itself"),
        (svg("<g>"), "not well-formed XML: mismatched tag"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<text>&amp;a;</text>"), "it declares entities"),
    ],
)
def test_what_is_too_much_says_so(pictures: PictureProcess, data: bytes, reason: str) -> None:
    image, told = pictures.decode(data, _WITHIN)
    assert image.isNull()
    assert told == f"not drawn: {reason}"


def test_doubling_is_counted_as_it_is_drawn() -> None:
    doubled = "".join(f'<g id="g{n + 1}"><use href="#g{n}"/><use href="#g{n}"/></g>' for n in range(40))
    with pytest.raises(SvgRefusedError, match="too large"):
        bounded(svg(f'<g id="g0"><rect/></g>{doubled}<use href="#g40"/>'))
    assert bounded(svg('<g id="a"><rect/></g><use href="#a"/><use href="#a"/>')).count(b"<use") == 2


@pytest.mark.parametrize(
    "content",
    [
        '<image href="file:///WHERE" width="9" height="9"/>',
        '<image xlink:href="/WHERE" width="9" height="9"/>',
        '<image href="http://127.0.0.1/WHERE"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+WHERE"/>',
        '<use href="/WHERE#a"/>',
        '<rect style="fill: url(file:///WHERE#a)"/>',
        "<rect fill=\"url('WHERE#a')\"/>",
        '<style>@import "WHERE";</style>',
        "<style>rect { fill: u\\72l(WHERE) }</style>",
        "<script>WHERE</script>",
        '<foreignObject><image href="WHERE"/></foreignObject>',
        '<g xml:base="file:///WHERE"/>',
        '<g onload="WHERE"/>',
        '<filter id="f"><feImage href="WHERE"/></filter>',
    ],
)
def test_no_reference_leads_out_of_an_svg(content: str) -> None:
    assert b"WHERE" not in bounded(svg(content + "<rect/>"))
    assert b"<rect" in bounded(svg(content + "<rect/>"))


def test_what_leads_inside_stays(pictures: PictureProcess) -> None:
    within = base64.b64encode(written("png")).decode()
    gradient = '<linearGradient id="g"><stop stop-color="blue"/></linearGradient>'
    content = f'{gradient}<rect width="64" height="32" fill="url(#g)"/><text>a &amp; b</text>'
    assert b'fill="url(#g)"' in bounded(svg(content))
    assert b"a &amp; b" in bounded(svg(content))
    image, _ = pictures.decode(svg(content), _WITHIN)
    assert image.pixelColor(400, 200).blue() > 240
    image, _ = pictures.decode(svg(f'<image width="64" height="32" href="data:image/png;base64,{within}"/>'), _WITHIN)
    assert image.pixelColor(400, 200).red() > 240


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_an_svg_that_names_a_pipe_opens_none(pictures: PictureProcess, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    image, reason = pictures.decode(svg(f'<image href="file://{pipe}" width="9" height="9"/><rect/>'), _WITHIN)
    assert (image.isNull(), reason) == (False, "")


def test_what_takes_too_long_is_ended_and_the_next_is_drawn() -> None:
    pictures = PictureProcess(limit_s=0.0)
    # Much to draw: on a busy machine a small one is drawn before anybody looks.
    slow = svg('<circle cx="5" cy="5" r="4"/>' * 10_000)
    assert pictures.decode(slow, _WITHIN)[1] == "not drawn: it takes too long"
    pictures = PictureProcess()
    assert pictures.decode(written("png"), _WITHIN)[1] == ""
    pictures.kill()
    assert pictures.decode(written("png"), _WITHIN)[1] == "not drawn: its decoder crashed"
    assert pictures.decode(written("png"), _WITHIN)[1] == ""
    pictures.kill()


@pytest.mark.qt_log_ignore(".")  # the decoders talk about what they dislike
@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([*(kind for kind, _ in MAGIC if kind != "gif"), "svg"]), st.data())
def test_sizes_of_garbage_are_none_or_numbers(noise: bytes, kind: str, data: st.DataObject) -> None:
    whole = svg('<rect width="3"/>') if kind == "svg" else written(kind)
    at = data.draw(st.integers(0, len(whole)))
    size = natural_size(whole[:at] + noise + whole[at + len(noise) :])
    assert not size.isValid() or (size.width() >= 0 and size.height() >= 0)


@given(st.text(max_size=300))
def test_svg_is_refused_or_written_as_xml(text: str) -> None:
    try:
        again = bounded(svg(text))
    except SvgRefusedError:
        return
    assert bounded(again) == again


def test_nobody_is_told_who_is_gone(qtbot: QtBot) -> None:
    told: list[loading.Decoded] = []
    gone, there = QWidget(), QWidget()
    qtbot.addWidget(there)
    loading.load(gone, "a", written("png"), _WITHIN, told.append)
    Shiboken.delete(gone)
    loading.load(there, "a", written("bmp"), _WITHIN, told.append)
    loading.load(there, "a", written("bmp"), _WITHIN, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert [reason for _, reason in told] == [""]


def test_the_shared_process_ends_while_somebody_waits() -> None:
    answers: list[tuple[QImage, str]] = []
    waiting = Thread(target=lambda: answers.append(process.decode(svg("<g/>" * 15_000), _WITHIN)))
    waiting.start()
    process.end()
    waiting.join(60)
    assert answers
    process.end()
