# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bytes → what kind of picture they are. Only these are ever given to a decoder, and only to that one."""

from __future__ import annotations

import re

MAGIC = (
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("jpeg", re.compile(rb"\xff\xd8\xff")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF.{4}WEBPVP8", re.DOTALL)),
    ("bmp", re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)),
    ("ico", re.compile(rb"\x00\x00\x01\x00[\x01-\x40]\x00")),
)
"""The raster formats, named as Qt names them, each with what its bytes begin with."""
SVG = "svg"
_SVG_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:<[?!][^>]{0,1000}|\])>\s*){0,12}<(?:\w+:)?svg[\s>/]")
_HEAD = 4096


def kind_of(data: bytes) -> str | None:
    """The name of the format; None for what is not drawn."""
    for kind, magic in MAGIC:
        if magic.match(data):
            return kind
    return SVG if _SVG_HEAD.match(data[:_HEAD]) else None
