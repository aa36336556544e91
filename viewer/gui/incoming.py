# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a drop or the clipboard brings: files and folders, or text. Nothing that lies elsewhere is fetched."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.loose_text import LooseText

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData, QUrl


@dataclass(frozen=True, slots=True)
class Incoming:
    """Paths to open, texts to show, and one line on what is not taken; all of them empty where there is nothing."""

    paths: tuple[Path, ...] = ()
    texts: tuple[LooseText, ...] = ()
    refusal: str = ""


def incoming(data: QMimeData, name: str) -> Incoming:
    """What the data holds; `name` is what a text of it is called."""
    urls = data.urls()
    if urls:
        elsewhere = [url for url in urls if not _is_here(url)]
        paths = tuple(Path(url.toLocalFile()) for url in urls if _is_here(url))
        return Incoming(paths, refusal=_refusal(elsewhere[0], len(elsewhere)) if elsewhere else "")
    text = data.text()
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


def _refusal(url: QUrl, count: int) -> str:
    """One line; of the first address only its kind and machine, for the rest of it may hold secrets."""
    where = f"{url.scheme()}://{url.host()}" if url.host() else f"{url.scheme()}:" if url.scheme() else "the link"
    what = f"{where} and {count - 1} more were" if count > 1 else f"{where} was"
    return f"{what} not opened: nothing is fetched. Save the file and open that."
