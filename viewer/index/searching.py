# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Terms -> the texts of the index that hold them, for many files by one look.

Rule: the same answer as a look at the pieces themselves. The index of words says which texts are worth a look, and
each is looked at. Words too short for it, and patterns, are looked for in every text.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

from viewer.core.contents import Contents
from viewer.core.searchable import Piece, Spot
from viewer.core.text.timed_patterns import Patterns
from viewer.index.codec import CodecError, decode
from viewer.index.literals import alternatives, variants
from viewer.index.query import PATTERN, Term
from viewer.index.schema import has_words
from viewer.index.writing import checked

_LEAST_LETTERS = 3
_MOST_PIECES = 64
"""Of a long text that is looked for; SQLite refuses expressions that are too long."""
_BATCH = 200
"""Texts that are given to a pattern at once."""

Found = dict[int, dict[int, frozenset[int]]]
"""File -> text -> the interactions in which it stands."""


class StoreSearcher:
    """Searches a snapshot of the index, in `files`: path -> number there. What each term finds is kept.

    Raises sqlite3.DatabaseError where the index is damaged, `CodecError` where what it holds is.
    """

    def __init__(self, connection: sqlite3.Connection, files: Mapping[str, int], patterns: Patterns) -> None:
        """Keep the connection, which is open as long as this is used."""
        self._connection, self._files, self._patterns = connection, files, patterns
        self._numbers = frozenset(files.values())
        self._found: dict[tuple[str, str], Found] = {}
        self._has_words = has_words(connection)

    def having(self, path: str, term: Term) -> AbstractSet[int]:
        """The interactions of a file in which some text holds what a term asks for."""
        texts = self._of(term).get(self._files[path])
        return frozenset().union(*texts.values()) if texts else frozenset()

    def pieces(self, path: str, terms: Sequence[Term]) -> Iterator[Piece]:
        """The texts of a file that hold what one of the terms asks for; those of the URLs without terms."""
        number = self._files[path]
        if not terms:
            yield from (piece for piece in self._pieces(number, None) if piece.spots[0].where == "url")
            return
        texts = {text for term in terms for text in self._of(term).get(number, ())}
        yield from self._pieces(number, texts)

    def contents(self, path: str) -> Contents:
        """What is known of a file."""
        row = self._connection.execute("SELECT checksum, contents FROM files WHERE id = ?", (self._files[path],))
        checksum, contents = row.fetchone()
        return decode(_unpacked(checked(contents, checksum)), path)

    def _of(self, term: Term) -> Found:
        key = term.field, term.value
        if key not in self._found:
            found = self._found[key] = {}
            for file, text, interactions in self._search(term):
                if file in self._numbers:
                    found.setdefault(file, {})[text] = frozenset(json.loads(interactions))
        return self._found[key]

    def _search(self, term: Term) -> Iterator[tuple[int, int, bytes]]:
        if term.field == PATTERN:
            yield from self._by_pattern(term.value)
            return
        said, needle = ("WHERE said" if term.field else "WHERE 1"), term.value.encode()
        columns = "SELECT file, id, interactions, folded FROM texts"
        if self._has_words and len(term.value) >= _LEAST_LETTERS:
            rows = self._connection.execute(
                f"{columns} {said} AND id IN (SELECT rowid FROM words WHERE words MATCH ?)",  # noqa: S608 - constants
                (_expression(term.value),),
            )
        else:
            rows = self._connection.execute(f"{columns} {said}")
        for file, text, interactions, folded in rows:
            if needle in folded:
                yield file, text, interactions

    def _by_pattern(self, pattern: str) -> Iterator[tuple[int, int, bytes]]:
        columns = "SELECT file, id, interactions, folded, text FROM texts"
        needed = _needed(pattern) if self._has_words else ""
        if needed:
            rows = self._connection.execute(
                f"{columns} WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?)",  # noqa: S608 - constants
                (needed,),
            )
        else:
            rows = self._connection.execute(columns)
        while fetched := rows.fetchmany(_BATCH):
            batch = [row for row in fetched if row[0] in self._numbers]
            found = self._patterns.spans(pattern, [_text(folded, text) for _, _, _, folded, text in batch])
            yield from (row[:3] for row, spans in zip(batch, found, strict=True) if spans)

    def _pieces(self, number: int, texts: AbstractSet[int] | None) -> Iterator[Piece]:
        if texts is None:
            query = "SELECT said, spots, folded, text FROM texts WHERE file = ? ORDER BY id"
            rows: Iterable[Any] = self._connection.execute(query, (number,))
        else:
            query = "SELECT said, spots, folded, text FROM texts WHERE id = ?"
            rows = (self._connection.execute(query, (text,)).fetchone() for text in sorted(texts))
        for said, spots, folded, text in rows:
            yield Piece(_text(folded, text), bool(said), tuple(_spot(told) for told in json.loads(_unpacked(spots))))


def _expression(value: str) -> str:
    """All pieces of three letters: the index keeps which texts have them, not where."""
    pieces = dict.fromkeys(value[at : at + 3] for at in range(len(value) - 2))
    return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in islice(pieces, _MOST_PIECES))


def _needed(pattern: str) -> str:
    """The pieces that a text must have to hold a pattern; empty where any text may."""
    found = alternatives(pattern)
    pieces = sum(len(word) for words in found for word in words)
    if not found or pieces > _MOST_PIECES:
        return ""
    return " OR ".join(f"({' AND '.join(map(_any_variant, _pieces_of(words)))})" for words in found)


def _pieces_of(words: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2))


def _any_variant(piece: str) -> str:
    return "(" + " OR ".join('"' + one.replace('"', '""') + '"' for one in variants(piece)) + ")"


def _spot(told: Any) -> Spot:  # noqa: ANN401 - whatever the index holds
    if not isinstance(told, list) or [type(value) for value in told] != [int, str, str, int, int, int]:
        raise CodecError("no place of a text")
    return Spot(*told)


def _text(folded: bytes, text: bytes | None) -> str:
    return folded.decode() if text is None else _unpacked(text).decode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise CodecError(str(error)) from error
