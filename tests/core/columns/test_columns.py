# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Columns hold what a dict and a list would hold."""

from __future__ import annotations

import pickle
import random
from hashlib import blake2b
from pathlib import Path

import pytest

from viewer.core.columns.digest_table import DIGEST_BYTES, DigestTable
from viewer.core.columns.packed_texts import PackedTexts
from viewer.core.columns.spooled_bytes import SpooledBytes


def _digest(number: int) -> bytes:
    return blake2b(str(number).encode(), digest_size=DIGEST_BYTES).digest()


@pytest.mark.parametrize("seed", range(5))
def test_a_table_answers_as_a_dict_does(seed: int) -> None:
    chance, table = random.Random(seed), DigestTable()  # noqa: S311 - nothing secret
    known: dict[bytes, int] = {}
    for _ in range(2000):
        digest, number = _digest(chance.randrange(900)), chance.randrange(1 << 31)
        table.put(digest, number)
        known[digest] = number
    again: DigestTable = pickle.loads(pickle.dumps(table))  # noqa: S301 - written here
    for one in (table, again):
        assert len(one) == len(known)
        assert {digest: one.get(digest) for digest in known} == known
        assert [one.get(_digest(number)) for number in range(900, 1000)] == [None] * 100


def test_digests_that_begin_alike_are_told_apart() -> None:
    table, alike = DigestTable(), [b"\0" * 8 + bytes([last]) * 8 for last in range(40)]
    for number, digest in enumerate(alike):
        table.put(digest, number)
    assert [table.get(digest) for digest in alike] == list(range(40))


def test_texts_come_back_as_they_went() -> None:
    told = ["", "plain", "\udc80 alone", "é\u2028\U0001f600", "\0"]
    texts = PackedTexts()
    for text in told:
        texts.append(text)
    assert [texts[number] for number in range(len(texts))] == told


def test_spooled_bytes_are_read_where_they_were_put() -> None:
    spool, pieces = SpooledBytes(), [b"one", b"", b"three" * 1000]
    ends = [spool.append(piece) for piece in pieces]
    assert ends == [3, 3, 5003]
    assert [spool.read(start, end) for start, end in zip([0, *ends], ends, strict=False)] == pieces


def test_of_bytes_that_found_no_room_nothing_is_spooled(tmp_path: Path) -> None:
    spool = SpooledBytes(str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError):
        spool.append(b"one")
    (tmp_path / "missing").mkdir()
    assert spool.append(b"two") == 3
    assert spool.read(0, 3) == b"two"
