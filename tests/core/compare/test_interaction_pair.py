# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What panes show of two interactions: every difference is on a row, and what explains it is told."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.talks import KEY, PLANTED, record, talk
from viewer.core import recording
from viewer.core.compare.comparison import IGNORED, Kind, Section
from viewer.core.compare.interaction_pair import SAID, SENT, InteractionPair
from viewer.core.compare.line_pairs import LinePairs, Lines, pair_lines
from viewer.core.compare.recordings import compare
from viewer.core.compare.rules import NO_RULES, Rules
from viewer.core.secrets.masking import Masker


def _pair(number: int, *plants: str, rules: Rules = NO_RULES) -> InteractionPair:
    """A pair of interactions of two recordings of a talk, the later one changed."""
    changed = talk(1)
    for name in plants:
        PLANTED[name][0](changed)
    before, after = (recording.load_text("t.yaml", record(*told).encode()) for told in ((talk(1), 1), (changed, 9)))
    return InteractionPair((before, after), compare(before, after).sections[number], Masker(), rules)


def _changes(pairs: LinePairs) -> list[tuple[str | None, str | None]]:
    return [pairs.texts(row) for row in pairs.differing if pairs.is_change(row, IGNORED)]


def test_what_was_recorded_again_has_no_change_in_any_pane() -> None:
    for number in range(3):
        pair = _pair(number)
        for pairs in (pair.request(), pair.response(), pair.events()):
            assert pairs.rows
            assert _changes(pairs) == []
        assert pair.response().differing, "ids and dates differ, and are told"


def test_keys_in_another_order_are_no_change_and_that_is_told() -> None:
    pairs = _pair(0).request()
    assert pairs.note == "keys of B in the order of A"
    assert _changes(pairs) == []
    assert InteractionPair.request(_same_twice()).note == ""


def _same_twice() -> InteractionPair:
    pair = _pair(0)
    return InteractionPair((pair.recordings[0], pair.recordings[0]), pair.section, pair.masker, pair.rules)


def test_a_changed_argument_is_one_line_of_the_answer() -> None:
    pair = _pair(0, "argument")
    [(before, after)] = _changes(pair.response())
    assert before is not None
    assert after is not None
    assert before.lstrip().startswith('"arguments"')
    assert before != after
    assert _changes(pair.request()) == []


def test_only_the_events_that_bring_the_change_are_changes() -> None:
    pairs = _pair(2, "text").events()
    told = "".join(after or "" for _, after in _changes(pairs))
    assert 0 < len(_changes(pairs)) < len(pairs.rows) / 2
    assert "five" in told
    assert set(pairs.noise()) <= IGNORED


def test_conversation_and_headers_are_rows_of_their_kinds() -> None:
    pair = _pair(2, "text")
    said, sent = pair.rows(SAID), pair.rows(SENT)
    assert said is not None
    assert sent is not None
    assert [row.kind for row in said.rows if not row.is_equal and not row.noise] == [Kind.TEXT]
    assert Kind.MESSAGE in {row.kind for row in said.rows}
    assert {row.kind for row in sent.rows} >= {Kind.ADDRESS, Kind.STATUS, Kind.RESPONSE_HEADER}


def test_what_has_no_counterpart_stands_alone() -> None:
    pair = _pair(0)
    alone = Section(0, None, ("POST", ""), ())
    one_sided = InteractionPair(pair.recordings, alone, pair.masker, pair.rules)
    rows = [*one_sided.rows(SAID).rows, *one_sided.rows(SENT).rows]
    assert {Kind.MESSAGE, Kind.TOOL_CALL, Kind.STATUS, Kind.RESPONSE_HEADER} <= {row.kind for row in rows}
    assert all(row.sign == "-" for row in rows)
    other = InteractionPair(pair.recordings, Section(None, 0, ("", "POST"), ()), pair.masker, pair.rules)
    assert {row.sign for row in other.rows(SAID).rows} == {"+"}
    assert all(after is None for _, after in one_sided.request().rows)
    assert len(_changes(one_sided.request())) == len(one_sided.request().rows)


def test_secrets_are_masked_and_yet_compared() -> None:
    sides = []
    for key in (KEY, KEY[::-1].replace("-", "x") + "sk-proj-4f9Qm2Zr8LxV7bTn1KdWcY6z"):
        asked = talk(1)
        asked[0].messages[1]["content"] += f" My key is {key if key == KEY else key[-len(KEY) :]}."
        sides.append(recording.load_text("t.yaml", record(asked, 1).encode()))
    pair = InteractionPair((sides[0], sides[1]), compare(sides[0], sides[1]).sections[0], Masker(), NO_RULES)
    pairs = pair.request()
    shown = json.dumps([*pairs.before.shown, *pairs.after.shown])
    assert KEY not in shown
    assert "sk-proj" in shown
    assert len(pairs.differing) == 1
    assert set(pairs.noise()) <= {"ids", "secret-values"}
    assert _changes(pairs) == []


def test_a_rule_of_a_path_and_one_of_a_pattern_hold_for_lines() -> None:
    rules = Rules(IGNORED, (), ((("choices", "*", "message", "content"), "<said>"),))
    assert _changes(_pair(2, "text").response())
    assert _changes(_pair(2, "text", rules=rules).response()) == []


_line = st.text(alphabet="ab", max_size=2)


@given(st.lists(_line, max_size=12), st.lists(_line, max_size=12))
def test_every_line_is_on_one_row_in_order_and_sides_can_be_swapped(one: list[str], other: list[str]) -> None:
    before, after = (Lines(lines, lines, [line[:1] for line in lines]) for lines in (one, other))
    found = pair_lines(before, after, lambda _left, _right: None)
    assert [left for left, _ in found.rows if left is not None] == list(range(len(one)))
    assert [right for _, right in found.rows if right is not None] == list(range(len(other)))
    for row in range(len(found.rows)):
        texts = found.texts(row)
        assert (texts[0] == texts[1]) == (row not in found.differing)
    assert (one == other) == (not found.differing)
    swapped = pair_lines(after, before, lambda _left, _right: None)
    assert len(swapped.differing) == len(found.differing)
