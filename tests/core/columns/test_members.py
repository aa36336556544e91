# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A column of members answers as a list of them would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.columns.members import Members

_OF = ("text", "role", "usage", "done")
_NUMBERS = st.binary(max_size=30).map(lambda drawn: bytes(number % len(_OF) for number in drawn))


@given(_NUMBERS, st.integers(0, 30), st.integers(0, 30), st.sets(st.sampled_from(_OF)))
def test_it_is_a_list(numbers: bytes, start: int, stop: int, chosen: set[str]) -> None:
    column, plain = Members(_OF, numbers), [_OF[number] for number in numbers]
    assert (len(column), list(column), list(column[start:stop])) == (len(plain), plain, plain[start:stop])
    assert [column[at] for at in range(len(plain))] == plain
    assert column == plain
    assert column != [*plain, "text"]
    assert column.among(start, stop) == list(dict.fromkeys(plain[start:stop]))
    assert [column.count(member, start) for member in (*_OF, "other")] == [
        plain[start:].count(member) for member in (*_OF, "other")
    ]
    assert list(column.places(chosen)) == [at for at, member in enumerate(plain) if member in chosen]


def test_none() -> None:
    assert list(Members()) == []
    assert Members().among() == []
