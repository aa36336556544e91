# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.text.json_layout import JsonText, LineKind, decoded, jq_path, layout, path_text, plain_lines

REQUEST = """{"model": "kimi", "messages": [{"role": "user", "content": "hi"}], "cost": 0.00003344,
 "tools": [], "odd key": {"a": null, "a": true}, "text": "caf\\u00e9 \\/ \\n"}"""

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def shown(document: JsonText) -> str:
    return "\n".join("  " * line.depth + line.text for line in document.lines)


def without_space(text: str) -> str:
    return re.sub(r"[ \t\n\r]+", "", text)


def test_re_indents_the_text_as_recorded() -> None:
    assert shown(layout(REQUEST)) == (
        '{\n  "model": "kimi",\n  "messages": [\n    {\n      "role": "user",\n      "content": "hi"\n    }\n  ],\n'
        '  "cost": 0.00003344,\n  "tools": [],\n  "odd key": {\n    "a": null,\n    "a": true\n  },\n'
        '  "text": "caf\\u00e9 \\/ \\n"\n}'
    )


@given(_values, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_a_json_text_is_laid_out_whole(value: object, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = layout(text)
    assert document.damage is None
    assert without_space(shown(document)) == without_space(text)
    assert shown(document) == shown(layout(shown(document)))


@given(_values)
def test_lines_look_as_the_standard_library_indents_them(value: object) -> None:
    assert shown(layout(json.dumps(value))) == json.dumps(value, indent=2)


@given(st.text(alphabet='[]{}",:\\ \n\r01.-eEtrufalsn\u2028\ud83d\0'))
def test_any_text_is_laid_out_and_nothing_is_lost(text: str) -> None:
    document = layout(text)
    full = "".join(document.full_text(i) for i in range(len(document.lines)))
    assert without_space(full) == without_space(text)
    try:
        json.loads(text, strict=False)
    except ValueError:
        assert document.damage is not None
    else:
        assert document.damage is None


@given(_values, st.data(), st.text(alphabet='[]{}",:\\ 1', max_size=3))
def test_json_that_is_broken_somewhere_is_damaged(value: object, data: st.DataObject, wrong: str) -> None:
    text = json.dumps(value)
    at = data.draw(st.integers(0, len(text)))
    broken = text[:at] + wrong + text[at + data.draw(st.integers(0, 2)) :]
    try:
        json.loads(broken)
    except ValueError:
        assert layout(broken).damage is not None
    else:
        assert layout(broken).damage is None


@given(_values, st.data())
def test_a_truncated_text_keeps_the_lines_before_the_cut(value: object, data: st.DataObject) -> None:
    text = json.dumps([value])
    cut = data.draw(st.integers(0, len(text) - 1))
    document = layout(text[:cut])
    assert document.damage is not None
    assert document.damage.line <= len(document.lines)
    assert without_space(shown(document)) == without_space(text[:cut])


@given(_values)
def test_every_line_can_be_found_by_its_path_and_its_place(value: object) -> None:
    document = layout(json.dumps(value))
    for line in document.lines:
        assert document.line_at(line.start) == line.index
        if line.kind is not LineKind.CLOSE:
            assert document.line_of_path(document.path(line.index)) == line.index


def test_the_damage_has_a_place_and_a_reason() -> None:
    document = layout('{"a": [1, 2, tru], "b": 1}\nrest')
    assert [line.text for line in document.lines] == ["{", '"a": [', "1,", "2,", 'tru], "b": 1}', "rest"]
    assert document.damage is not None
    assert (document.damage.offset, document.damage.line) == (13, 4)
    assert document.damage.reason == "expected a value, found 't'"
    assert document.lines[4].kind is LineKind.RAW
    assert document.path(4) == ("a",)


@pytest.mark.parametrize(
    ("text", "offset", "reason"),
    [
        ("", 0, "no JSON value"),
        ('{"a": 1', 7, "the text ends inside a JSON value"),
        ('{"a": "x', 8, "the text ends inside a JSON value"),
        ('["a\\x"]', 3, "unknown escape in a string"),
        ("[1,]", 3, "expected a value, found ']'"),
        ("{1: 2}", 1, "expected a key, found '1'"),
        ("{} {}", 3, "text after the end of the JSON value"),
    ],
)
def test_reasons_of_damage(text: str, offset: int, reason: str) -> None:
    damage = layout(text).damage
    assert damage is not None
    assert (damage.offset, damage.reason) == (offset, reason)


def test_deep_nesting_does_not_recurse() -> None:
    document = layout("[" * 100_000)
    assert len(document.lines) == 100_000
    assert document.lines[99_999].depth == 99_999
    whole = layout("[" * 100_000 + "]" * 100_000)
    assert whole.damage is None
    assert len(whole.path(99_999)) == 99_999


def test_a_byte_order_mark_is_no_damage() -> None:
    assert shown(layout("\ufeff[1]")) == "[\n  1\n]"


def test_paths_for_people_and_for_jq() -> None:
    document = layout('{"tools": [{"function": {"odd key": 1, "name": "x"}}]}')
    path = document.path(4)
    assert path == ("tools", 0, "function", "odd key")
    assert path_text(path) == 'tools[0].function["odd key"]'
    assert jq_path(path) == '.tools[0].function["odd key"]'
    assert jq_path((0, "a")) == ".[0].a"
    assert jq_path(("odd key",)) == '.["odd key"]'
    assert (path_text(()), jq_path(())) == ("", ".")
    assert path_text(("\ud83d",)) == '["\\ud83d"]'


def test_containers_know_their_end_and_their_items() -> None:
    document = layout(REQUEST)
    messages = document.lines[2]
    assert (messages.close, messages.summary) == (7, "1 item")
    assert document.lines[10].summary == "2 keys"
    assert document.lines[1].summary == ""
    assert document.parent(4) == 3
    assert document.parent(0) is None
    assert document.containers(1) == ([2, 3, 10], [7, 6, 13])
    assert layout("[[1").close(0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"role": "system"}, {"content": [], "role": "user"}]', "2 items: system, user"),
        ('[{"name": "a"}, {"role": "b"}, {"name": "c"}, {"name": "d"}, 5]', "5 items: a, b, c, d, …"),
        ('[{"role": "system"}, {"content": 1}]', "2 items"),
        ('[{"role": "system"}, "x"]', "2 items"),
        ('[{"role": {"a": 1}}]', "1 item"),
        ('{"a": {"name": "x"}}', "1 key"),
        ('[{"name": "long, longer and much too long"}]', "1 item"),
    ],
)
def test_a_folded_list_names_its_items(text: str, expected: str) -> None:
    assert layout(text).summary(0) == expected


def test_of_duplicate_keys_the_last_is_found() -> None:
    assert layout(REQUEST).line_of_path(("odd key", "a")) == 12
    assert layout(REQUEST).line_of_path(("odd key", "b")) is None
    assert layout(REQUEST).line_of_path(("messages", "0")) is None


def test_a_long_string_shows_its_beginning_and_what_it_is() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20).decode()
    document = layout(json.dumps({"image": png, "n": 1}))
    line = document.lines[1]
    assert line.text == f'"image": "{png[:120]}…" (base64 image/png, 6.8 kB),'
    assert document.value_text(1) == png
    assert document.text[line.value_start : line.value_end] == f'"{png}"'
    assert document.full_text(1) == f'"image": "{png}",'
    assert line.elision is not None
    assert line.text[line.elision.column] == "…"
    assert line.text[line.elision.note_column : line.elision.note_end] == " (base64 image/png, 6.8 kB)"
    assert line.column_of(line.elision.offset - 1) == line.elision.column - 1
    assert line.column_of(line.value_end - 5) == line.elision.column


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("word " * 500, "(string, 2.5 kB)"),
        ("é" * 3000, "(string, 6.0 kB)"),
        ("data:image/jpeg;base64,/9j/" + "A" * 3000, "(data URI image/jpeg, 3.0 kB)"),
        ("A" * 3000, "(base64, 3.0 kB)"),
        ('{"a": "' + "x" * 3000 + '"}', "(JSON, 3.0 kB)"),
    ],
)
def test_what_a_long_string_seems_to_be(content: str, note: str) -> None:
    line = layout(json.dumps(content, ensure_ascii=False)).lines[0]
    assert line.text.endswith(note)


def test_the_beginning_never_ends_inside_an_escape() -> None:
    line = layout(json.dumps("é" * 3000)).lines[0]
    assert line.elision is not None
    assert decoded(line.text[: line.elision.column] + '"') == "é" * 120


@pytest.mark.parametrize("size", [70_000, 1_200_000])
def test_strings_too_long_for_one_match(size: int) -> None:
    content = 'ab\\\n"é' * (size // 6)
    document = layout(json.dumps({content: [content, 1]}, ensure_ascii=False))
    assert document.damage is None
    assert len(document.lines) == 6
    assert document.value_text(2) == content
    assert document.path(2) == (content, 0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('{"a": 1}', True),
        (" [1]\n", True),
        ("[DONE]", False),
        ("{}", True),
        ("12", False),
        ('{"a": ', False),
        ("{" * 70_000 + "}", True),
        ("[" * 30_000 + "]" * 30_000, True),
    ],
)
def test_a_string_that_holds_json(value: str, expected: bool) -> None:
    assert layout(json.dumps([value])).lines[1].json_in_string is expected


def test_the_value_of_a_line() -> None:
    document = layout(REQUEST)
    assert document.value_text(1) == "kimi"
    assert document.value_text(8) == "0.00003344"
    assert document.value_text(14) == "café / \n"
    expected = '[\n  {\n    "role": "user",\n    "content": "hi"\n  }\n]'
    assert document.value_text(2) == document.value_text(7) == expected


@given(st.text(alphabet='ab"\\\n'), st.integers(0, 60))
def test_columns_and_offsets_agree(content: str, at: int) -> None:
    document = layout(json.dumps({"key": content}))
    line = document.lines[1]
    offset = min(line.value_start + at, line.value_end - 1)
    assert line.text[line.column_of(offset)] == document.text[offset]
    assert line.offset_of(line.column_of(offset)) == offset


@given(st.text(alphabet="ab\r\n\u2028\x0b\x85"))
def test_plain_lines_end_at_line_ends_only(text: str) -> None:
    document = plain_lines(text)
    expected = re.split(r"\r\n|\n|\r", text)
    assert [line.text for line in document.lines] == (expected[:-1] if text[-1:] in ("\r", "\n") else expected)
    for line in document.lines:
        assert document.text[line.start : line.end] == line.text


def test_a_long_plain_line_shows_its_beginning() -> None:
    document = plain_lines("x" * 5000 + "\nshort")
    assert document.lines[0].text == "x" * 1000 + "… (line, 5.0 kB)"
    assert document.full_text(0) == "x" * 5000
    assert document.lines[1].text == "short"


def test_long_plain_lines_can_be_wrapped() -> None:
    document = plain_lines("a" * 25 + "\n\nb\n", wrap_at=10)
    assert [(line.number, line.text) for line in document.lines] == [
        (1, "a" * 10), (None, "a" * 10), (None, "a" * 5), (2, ""), (3, "b"),
    ]  # fmt: skip
