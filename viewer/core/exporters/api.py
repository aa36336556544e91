# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What an exporter is: one format that a recording can be written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TextIO, TypeAlias, runtime_checkable

from viewer.core.recording import Recording
from viewer.core.transcript.options import ExportOptions
from viewer.dataclass import dataclass

Stands: TypeAlias = "tuple[int | None, ...]"
"""By what numbers an exchange stands to others in an export: the same numbers, the same text."""


class Exporter(Protocol):
    """Writes a recording as text; the same recording and options always give the same text.

    `suffix` is appended to the cassette's name. Every value goes through the options' masker.
    """

    name: str
    title: str
    suffix: str

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the recording; raises nothing of its own. All text can be encoded as UTF-8."""


@dataclass(frozen=True, slots=True)
class ExchangeText:
    """A part that tells of one exchange, made when it is called; `number` is that of the interaction in the file.

    It follows from the exchange and from how that `stands` to others, so that it may be written as soon as both are
    known, and is masked by itself. Where there are several of an exchange `place` tells which of them it is.
    """

    number: int
    make: Callable[[], str]
    stands: Stands = ()
    place: int = 0

    def __call__(self) -> str:
        """The text."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Composed:
    """A part that needs something of every exchange first, as a table does whose columns follow from its rows."""

    texts: Callable[[], Iterator[ExchangeText]]
    compose: Callable[[Sequence[str]], str]

    def __call__(self) -> str:
        """The text."""
        return self.compose([text() for text in self.texts()])


Part: TypeAlias = "str | Callable[[], str] | ExchangeText | Composed"
"""A part of a text: at hand, or made when it is called."""


@runtime_checkable
class InParts(Protocol):
    """An exporter whose text consists of parts that know nothing of each other: any process may make any of them.

    Of a recording it looks at the cassette, the conversations and the exchanges, never at summaries.
    """

    def parts(self, recording: Recording, options: ExportOptions) -> Iterator[Part]:
        """All of the text in order. What costs time, or is large, is a part that is made when it is asked for."""


def exchange_texts(part: Part) -> Iterable[ExchangeText]:
    """The texts of exchanges in a part, or that it is composed of."""
    if isinstance(part, Composed):
        return part.texts()
    return (part,) if isinstance(part, ExchangeText) else ()


def made(parts: Iterable[Part]) -> Iterator[str]:
    """The text of some parts, each in its turn."""
    return (part if isinstance(part, str) else part() for part in parts)


@runtime_checkable
class FirstLook(Protocol):
    """An exporter for which a second look would be in vain, or would tell what differs from machine to machine."""

    def is_first_look(self, options: ExportOptions) -> bool:
        """Whether it writes only what the first look finds: no verdicts of libraries, no estimates."""
