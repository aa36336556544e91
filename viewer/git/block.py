# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A block of lines of ours in a text file of the user's: put in, replaced, taken out so that no byte is left of it.

Rule: it stands at the top, so that whatever the user says about the same thing, there or later, holds. What somebody
else wrote into the block stays when the block goes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from viewer.dataclass import dataclass

_BEGIN = "# >>> cassette-viewer git-setup wrote these lines"
_MADE = " and made this file"
_END = "# <<< cassette-viewer git-setup --undo removes them"
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of the user's, or of ours, as it stands or as it is to be; `text` is None where there is none."""

    path: Path
    text: str | None

    @classmethod
    def read(cls, path: Path) -> TextFile:
        """The file at a path, links followed; raises OSError. Bytes that are no UTF-8 pass through unchanged."""
        real = Path(os.path.realpath(path))
        try:
            return cls(real, real.read_bytes().decode("utf-8", "surrogateescape"))
        except FileNotFoundError:
            return cls(real, None)

    @property
    def block(self) -> tuple[str, ...]:
        """The lines of the block; empty where there is none."""
        return tuple(line.rstrip("\r\n") for line in self._parts().inside)

    def with_block(self, lines: Sequence[str], is_ours: Callable[[str], bool]) -> TextFile:
        """The file with a block of these lines in place of the one it has; `is_ours` knows our lines again."""
        parts = self._parts()
        rest = parts.before + "".join(_foreign(parts.inside, is_ours)) + parts.after
        end = "\r\n" if "\r\n" in rest else "\n"
        begin = _BEGIN + (_MADE if self.text is None or parts.is_made else "")
        return TextFile(self.path, parts.mark + "".join(line + end for line in (begin, *lines, _END)) + rest)

    def without_block(self, is_ours: Callable[[str], bool]) -> TextFile:
        """The file as it was before the block came; what others wrote since then stays."""
        parts = self._parts()
        rest = parts.mark + parts.before + "".join(_foreign(parts.inside, is_ours)) + parts.after
        return TextFile(self.path, None if parts.is_made and not rest else rest) if self.text is not None else self

    def save(self) -> None:
        """Write the file as git writes its own: under a lock, whole or not at all. Raises OSError."""
        if self.text is None:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = self.path.with_name(self.path.name + ".lock")
        with lock.open("xb") as file:
            file.write(self.text.encode("utf-8", "surrogateescape"))
        try:
            with suppress(FileNotFoundError):
                lock.chmod(self.path.stat().st_mode & 0o7777)
            lock.replace(self.path)
        except BaseException:
            lock.unlink(missing_ok=True)
            raise

    def _parts(self) -> _Parts:
        text = self.text or ""
        mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
        lines = text.splitlines(keepends=True)
        begin = next((i for i, line in enumerate(lines) if line.startswith(_BEGIN)), None)
        end = next((i for i, line in enumerate(lines) if line.startswith(_END)), None)
        if begin is None or end is None or end < begin:
            return _Parts(mark, text, [], "", is_made=False)
        before, after = "".join(lines[:begin]), "".join(lines[end + 1 :])
        return _Parts(mark, before, lines[begin + 1 : end], after, is_made=_MADE in lines[begin])


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file cut at its block: byte-order mark, what stands before, the block's lines, what stands behind."""

    mark: str
    before: str
    inside: list[str]
    after: str
    is_made: bool


def _foreign(inside: Sequence[str], is_ours: Callable[[str], bool]) -> Iterator[str]:
    """The lines that somebody else wrote into the block, below the header of the section that they are in."""
    header = ""
    for line in inside:
        plain = line.strip()
        if plain.startswith("[") and plain.endswith("]"):
            header = line
        if not is_ours(line.rstrip("\r\n")):
            yield from (header, line) if header and header != line else (line,)
            header = ""
