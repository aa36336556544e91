# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a drop or the clipboard brings: files and folders, or text. Nothing that lies elsewhere is fetched."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl

from viewer.dataclass import dataclass
from viewer.links import link_place, refusal
from viewer.loose_text import LooseText

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_MOST_NAMES = 1 << 16
"""So many characters at most are looked through for names of files; what is longer is a text."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Paths to open, texts to show, and one line on what is not taken; all of them empty where there is nothing."""

    paths: tuple[Path, ...] = ()
    texts: tuple[LooseText, ...] = ()
    refusal: str = ""


def incoming(data: QMimeData, name: str) -> Incoming:
    """What the data holds; `name` is what a text of it is called."""
    text = "" if data.urls() else data.text()
    urls = data.urls() or _named_in(text)
    if urls:
        elsewhere = [url for url in urls if not _is_here(url)]
        paths = tuple(Path(url.toLocalFile()) for url in urls if _is_here(url))
        return Incoming(paths, refusal=refusal(_place(elsewhere[0]), len(elsewhere)) if elsewhere else "")
    if not text.strip():
        return Incoming()
    return Incoming(texts=(LooseText(name, text.encode("utf-8", "replace")),))


def promise(data: QMimeData) -> tuple[str, bool]:
    """What would become of data that is dragged over the window, and whether it would be taken; no words for nothing.

    Its text is not asked for: that would make the program wait from which it comes.
    """
    urls = data.urls()
    here = [url for url in urls if _is_here(url)]
    if here:
        return f"Open {here[0].fileName() or here[0].toLocalFile()}" if len(
            here
        ) == 1 else f"Open {len(here)} items", True
    if urls:
        return "Links are not fetched", False
    return ("Read this text as a cassette", True) if data.hasText() else ("", False)


def _is_here(url: QUrl) -> bool:
    """Whether a URL names a file here; with a host it is a share on Windows, and elsewhere another machine's."""
    return url.isLocalFile() and (sys.platform == "win32" or url.host() in ("", "localhost"))


def _named_in(text: str) -> list[QUrl]:
    """The links and files that a text names, one a line, as address bars and terminals copy them; else none."""
    if len(text) > _MOST_NAMES:
        return []
    named = [_url(line) for line in map(str.strip, text.splitlines()) if line]
    urls = [url for url in named if url is not None]
    return urls if len(urls) == len(named) else []


def _url(line: str) -> QUrl | None:
    """A line that is nothing but a web link, a file's URI, or the absolute path of what is there."""
    if link_place(line) is not None or line.lower().startswith("file://"):
        return QUrl(line)
    is_share = line.startswith(("//", "\\\\"))  # to ask for it would be to talk to another machine
    if is_share or not os.path.isabs(line):  # noqa: PTH117
        return None
    return QUrl.fromLocalFile(line) if os.path.exists(line) else None  # noqa: PTH110 - never raises


def _place(url: QUrl) -> str:
    """Of an address only its kind and machine, for the rest of it may hold secrets."""
    return f"{url.scheme()}://{url.host()}" if url.host() else f"{url.scheme()}:" if url.scheme() else "the link"
