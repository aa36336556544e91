# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Each character of a scalar is traced to its line of the file, in every style of YAML.

The expected line is found independently: words that occur once are put into the text and looked up in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.core.formats import _yaml
from viewer.core.place import Place, Scalar
from viewer.core.text.scalar_lines import lines_of

_WORD = re.compile(r"w\d+w")
_STYLES: list[str | None] = [None, "'", '"', "|", ">"]


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _check(file: str, *path: str | int) -> int:
    """Compare the place of each word; the number of words compared."""
    document = _yaml.load(file)
    value: object = document.value
    for step in path:
        value = value[step]  # type: ignore[index]
    place = document.place(tuple(path))
    assert isinstance(value, str)
    assert place is not None
    expected = {word: number for number, line in enumerate(_lines(file), start=1) for word in _WORD.findall(line)}
    words = list(_WORD.finditer(value))
    for word in words:
        assert place.line_at(word.start()) == expected[word[0]], (word[0], file)
        assert place.line_at(word.end() - 1) == expected[word[0]], (word[0], file)
    if place.scalar is not None:
        _check_beginnings(place.scalar, [0, *(word.start() for word in words)])
    return len(words)


def _check_beginnings(scalar: Scalar, offsets: list[int]) -> None:
    """Who asks for a character alone is told the same as who asks for all of them."""
    span = (scalar.source, scalar.start, scalar.end, scalar.style)
    all_offsets, all_lines = lines_of(*span)
    for offset in offsets:
        far, lines = lines_of(*span, until=offset)
        assert lines[bisect_right(far, offset) - 1] == all_lines[bisect_right(all_offsets, offset) - 1]


def _with_words(pieces: list[str]) -> str:
    return "".join(f"{piece}w{number}w" for number, piece in enumerate(pieces))


_ODD = [*" \n\t\r'\"\\:#-{}[],&*!|>%@aé", "\u2028", "\x85", "\U0001f600", "\x07", "\n\n", "   "]
_pieces = st.lists(st.lists(st.sampled_from(_ODD), max_size=8).map("".join), min_size=1, max_size=30)


@settings(max_examples=2 * settings().max_examples)
@given(
    pieces=_pieces,
    style=st.sampled_from(_STYLES),
    width=st.sampled_from([10, 20, 80, 10_000]),
    indent=st.sampled_from([2, 4, 7]),
    unicode=st.booleans(),
    dumper=st.sampled_from([yaml.CSafeDumper, yaml.SafeDumper]),
)
def test_words_of_dumped_text_have_their_file_line(
    pieces: list[str], style: str | None, width: int, indent: int, unicode: bool, dumper: type
) -> None:
    text = _with_words(pieces)
    file = yaml.dump(
        {"before": ["x", {"body": text}], "after": "y"},
        Dumper=dumper,
        default_style=style,
        width=width,
        indent=indent,
        allow_unicode=unicode,
        sort_keys=False,
    )
    if yaml.safe_load(file)["before"][1]["body"] == text:  # the emitters have faults of their own
        assert _check(file, "before", 1, "body") == len(pieces)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "scalar",
    [
        "|\n    w0w\n\n      w1w\n    w2w\n\n",
        "|+ # w9w\n\n\n    w0w\n    w1w\n\n\n",
        "|2\n      w0w\n    w1w\n  \n    w2w\n",
        ">\n    w0w\n    w1w\n\n    w2w\n      w3w\n    w4w\n    w5w\n\n\n    w6w\n",
        ">-\n\n    w0w\n     w1w\n\n     w2w\n    w3w\n",
        "!!str &a |\n    w0w\n    w1w\n",
        "!!str\n    'w0w\n    w1w'\n",
        "w0w w1w\n    w2w\n\n    w3w it''s w4w\n",
        "'w0w it''s\n    w1w\n\n\n    w2w'\n",
        '"w0w \\\n    \\  w1w\\\\\n    w2w\\ \n    w3w\\x41\\u0042\\U0001F600\\n w4w\\\n\n    w5w"\n',
    ],
)
def test_words_of_handwritten_scalars(scalar: str, line_end: str) -> None:
    file = f"x: 1\nlist:\n- body: {scalar}  after: w99w\n"
    file = file.replace("\n", line_end)
    assert _check(file, "list", 0, "body") >= 2


@pytest.mark.parametrize(("file", "path"), [("- |2\n    w0w\n   w1w\n", (0,)), ("- - |1\n    w0w\n   w1w\n", (0, 0))])
def test_explicit_indentation_counts_from_the_dash(file: str, path: tuple[int, ...]) -> None:
    assert _check(file, *path) == 2


def test_a_place_without_a_scalar_is_its_line_throughout() -> None:
    assert Place(7).line_at(1000) == 7


def test_the_file_does_not_appear_in_the_representation_of_a_place() -> None:
    place = _yaml.load("a: secretly long").place(("a",))
    assert "secretly" not in repr(place)
