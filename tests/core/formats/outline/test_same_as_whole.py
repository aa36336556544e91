# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whatever a file holds, reading it in parts says what reading it at once says."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.outline.comparison import assert_same, blocks_of, in_parts
from tests.core.formats.test_contract import _garbled
from viewer.core.errors import CassetteError
from viewer.core.formats import READERS
from viewer.core.formats.api import key_paths
from viewer.core.formats.outline.cassette import OutlinedCassette

_DATA = Path(__file__).parents[3] / "data" / "formats"
_SAMPLES = [path for folder in sorted(_DATA.iterdir()) for path in sorted(folder.iterdir())]
_BLOCKS = st.sampled_from([600, 1000, 5000, 1 << 18])


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample(path: Path) -> None:
    assert_same(path)


def test_each_reader_that_says_so_reads_a_sample_in_parts() -> None:
    opted_in = {reader.name for reader in READERS if key_paths(reader)}
    in_parts_ = {path.parent.name for path in _SAMPLES if isinstance(assert_same(path), OutlinedCassette)}
    assert in_parts_ == opted_in


def test_samples_of_the_project(samples: Path) -> None:
    for path in sorted(samples.glob("*.yaml")):
        assert isinstance(assert_same(path), OutlinedCassette)


def test_recorded_cassettes(shared: Path) -> None:
    ways = set()
    for path in sorted((shared / "cassettes").rglob("*")):
        if path.is_file():
            with suppress(CassetteError):
                ways.add(type(assert_same(path)).__name__)
    assert ways == {"Cassette", "OutlinedCassette"}


@given(seed=st.integers(0, 2**32), block=_BLOCKS)
@settings(max_examples=settings().max_examples * 4)
def test_a_garbled_sample(seed: int, block: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = random.Random(seed)  # noqa: S311
    sample = chance.choice(_SAMPLES)
    data = _garbled(sample.read_bytes(), chance)
    if chance.random() < 0.2:
        data = data.replace(b"\n", b"\r\n")
    if chance.random() < 0.2:
        data = data[: chance.randrange(len(data) + 1)]
    if chance.random() < 0.1:
        data = b"\xef\xbb\xbf" + data
    _compare(tmp_path_factory, sample.suffix, data, block)


def test_what_was_read_before_a_second_list_is_met_stays(tmp_path: Path) -> None:
    """Read at once the second list takes the place of the first, and what is left is no cassette."""
    first = (_DATA / "go-vcr" / "keys_left_out.yaml").read_bytes()
    path = tmp_path / "cassette.yaml"
    path.write_bytes(first + b"interactions:\n- id: 7\n  reqst: {}\n")
    with blocks_of(600), pytest.raises(CassetteError, match="not a cassette"):
        assert_same(path)
    assert [told.text for told in in_parts(path).problems][-1].startswith("the file cannot be read further: not a")


def _compare(factory: pytest.TempPathFactory, suffix: str, data: bytes, block: int) -> None:
    path = factory.getbasetemp() / f"cassette{suffix}"
    path.write_bytes(data)
    with blocks_of(block), suppress(CassetteError):
        assert_same(path)


# --- YAML that nobody writes, and some that everybody does

_LOOK_ALIKES = [
    "- id: 3",
    "  - id: 1",
    "    - id: 1",
    "- request:",
    "-",
    "version: 2",
    "---",
    "...",
    "# no",
    "&a b",
    "*a",
]
_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [*_LOOK_ALIKES, "", "data: {}", "a\u2028b", "c\u0085d", "\u00e9", "- 'x", '"', "'", "]", "x &b"]
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20),
    ),
    max_size=6,
)


def _literal(lines: list[str], indent: int) -> str:
    return "|+\n" + "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in ["x", *lines])


def _double(lines: list[str], indent: int) -> str:
    """A quoted text over several lines; where `indent` is 0 they stand further left than they should."""
    pieces = [json.dumps(line, ensure_ascii=False)[1:-1] for line in ["x", *lines]]
    return '"' + f"\n{' ' * indent}".join(pieces) + '"\n'


def _single(lines: list[str], indent: int) -> str:
    return "'" + f"\n{' ' * indent}".join(line.replace("'", "''") for line in ["x", *lines]) + "'\n"


def _one_line(lines: list[str], _: int) -> str:
    return json.dumps("\n".join(lines)) + "\n"


def _flow(lines: list[str], indent: int) -> str:
    return "[\n" + "".join(f"{' ' * indent}{json.dumps(line)},\n" for line in lines) + f"{' ' * indent}]\n"


_SCALARS: st.SearchStrategy[Callable[[list[str], int], str]] = st.sampled_from(
    [_literal, _literal, _double, _double, _single, _one_line, _flow]
)


_STATUSES = st.sampled_from(["200", "{code: 200, message: OK}", "*a", "[1", "200 OK"])


@st.composite
def _yaml_items(draw: st.DrawFn, dash: int) -> str:
    """One item of a sequence whose dashes stand in a column."""
    own = dash + draw(st.integers(2, 4))
    gap = " " * (own - dash - 1)
    odd = draw(st.integers(0, 12))
    pad, deep = " " * dash, " " * own
    if odd == 0:
        return draw(
            st.sampled_from([f"{pad}-\n", f"{pad}- null\n", f"{pad}- 17\n", f"{pad}# a comment\n", "\n", "#\n"])
        )
    anchor = draw(st.sampled_from([""] * 8 + ["&a ", "&b "]))
    tag = draw(st.sampled_from([""] * 8 + ["!!str ", "!odd "]))
    body = draw(_SCALARS)(draw(_LINES), draw(st.sampled_from([own + 6, own + 6, own + 6, own + 1, dash, 0])))
    lines = [
        f"{pad}-{gap}{draw(st.sampled_from(['id: 3', 'id: 17', 'id: x', 'request:']))}\n",
        f"{deep}request:\n{deep}  method: GET\n{deep}  url: https://llm.example/\n{deep}  uri: https://llm.example/\n",
        f"{deep}  body: {anchor}{tag}{body}",
        draw(st.sampled_from(["", "\n", f"{pad}# between\n", "# far left\n", f"{deep}  method: POST\n"])),
        f"{deep}response:\n{deep}  status: {draw(_STATUSES)}\n",
        f"{deep}  body: {draw(_SCALARS)(draw(_LINES), own + 6)}",
    ]
    if "request:" in lines[0]:
        lines[0], lines[1] = lines[0], lines[1].removeprefix(f"{deep}request:\n")
    return "".join(lines)


@st.composite
def _yaml_files(draw: st.DrawFn) -> str:
    dash = draw(st.sampled_from([0, 0, 2, 4]))
    key = draw(st.sampled_from(["interactions", "http_interactions"]))
    head = draw(st.sampled_from(["", "---\n", "version: 2\n", "# made by hand\n---\nversion: 1\n", "%TAG ! !x\n---\n"]))
    items = "".join(draw(st.lists(_yaml_items(dash), min_size=1, max_size=6)))
    tail = [
        "",
        "version: 1\n",
        "recorded_with: VCR 6.0.0\n",
        "recorded_with: vcr/1\n",
        "odd: [1\n",
        "---\nb: c\n",
        "...\n",
    ]
    text = f"{head}{key}:\n{items}{draw(st.sampled_from(tail))}"
    return text.replace("\n", "\r\n") if draw(st.integers(0, 6)) == 0 else text


@given(text=_yaml_files(), block=_BLOCKS)
@settings(max_examples=settings().max_examples * 4)
def test_yaml(text: str, block: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    _compare(tmp_path_factory, ".yaml", text.encode(), block)


# --- JSON

_WORDS = st.one_of(
    st.text(max_size=10), st.sampled_from(['"', "\\", "]}", "[{", "\u2028", "\n", "},\n{", "\ud83d\ude00"])
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_WORDS, inner, max_size=3)),
    max_leaves=6,
)


@st.composite
def _exchanges(draw: st.DrawFn) -> object:
    """What one recorder or another takes for an interaction, or nothing of the kind."""
    if draw(st.integers(0, 9)) == 0:
        return draw(_VALUES)
    url = "https://llm.example/"
    request: dict[str, object] = {"method": "GET", "url": url, "uri": url, "headers": {}, "body": draw(_WORDS)}
    response: dict[str, object] = {
        "status": 200,
        "status_code": 200,
        "body": draw(_WORDS),
        "headers": draw(st.sampled_from([{}, []])),
    }
    wanted = draw(st.sets(st.sampled_from(["url", "uri", "headers", "body", "status", "status_code"]), max_size=3))
    message: dict[str, dict[str, object]] = {"request": request, "response": response}
    for part in message.values():
        for name in wanted & part.keys():
            del part[name]
    flat = {"scope": "https://llm.example", "path": "/", "method": "GET", "status": 200, "response": draw(_VALUES)}
    return draw(st.sampled_from([flat, message, {**message, "turn": 1}]))


@st.composite
def _json_files(draw: st.DrawFn) -> str:
    items = draw(st.lists(_exchanges(), max_size=6))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\n\n ", " :\t")]))
    indent, ascii_ = draw(st.sampled_from([None, None, 1, 2])), draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        between = draw(st.sampled_from(["\n", "\n\n", " \n", "\n{damaged\n"]))
        return between.join(json.dumps(item, ensure_ascii=ascii_) for item in items)
    shape: Callable[[object], object] = draw(
        st.sampled_from(
            [
                lambda found: found,
                lambda found: {"version": 1, "interactions": found},
                lambda found: {"http_interactions": found, "recorded_with": "betamax/0.8.1"},
                lambda found: {"http_interactions": found, "recorded_with": "VCR 6.0.0"},
                lambda found: {"log": {"pages": [{"entries": []}], "entries": found, "version": "1.2"}, "_more": [1]},
                lambda found: {"log": {"entries": found}, "interactions": found},
            ]
        )
    )
    text = json.dumps(shape(items), indent=indent, separators=separators, ensure_ascii=ascii_)
    at = draw(st.integers(0, len(text)))
    odd = draw(st.sampled_from(["", "", "", "", ",", "]", "}", '"', "\\", " ", "\n", "NaN", '"a": 1, "a": 2, ', "\r"]))
    return text[:at] + odd + text[at:] if draw(st.integers(0, 5)) else text[:at]


@given(text=_json_files(), block=_BLOCKS)
@settings(max_examples=settings().max_examples * 4)
def test_json(text: str, block: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    _compare(tmp_path_factory, ".json", text.encode("utf-8", "surrogatepass"), block)


def test_what_is_generated_is_read_in_parts(tmp_path: Path) -> None:
    item = "  - id: {}\n    request:\n      method: GET\n      url: https://llm.example/\n      body: {}"
    body = _literal(["- id: 3", "  - id: 4"], 8)
    path = tmp_path / "x.yaml"
    path.write_text("interactions:\n" + "".join(item.format(number, body) for number in range(3)) + "version: 1\n")
    assert len(assert_same(path).interactions) == 3
    assert in_parts(path).version == 1


def test_damage_far_in_a_line_is_told_with_the_column_of_the_whole_file(tmp_path: Path) -> None:
    request = {"method": "GET", "url": "https://llm.example/", "uri": "https://llm.example/", "headers": {}, "body": ""}
    answer = {"status": 200, "status_code": 200, "body": "x" * 900, "headers": {}}
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"request": request, "response": answer}] * 3)[:-100] + "nu")
    with blocks_of(600):
        assert_same(path)
