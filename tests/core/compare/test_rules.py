# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rules that a project keeps beside its recordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talks import record, talk
from viewer.core import recording
from viewer.core.compare.comparison import IGNORED
from viewer.core.compare.recordings import compare
from viewer.core.compare.replacing import Replacing
from viewer.core.compare.rules import FILE_NAME, NO_RULES, ignoring, read_rules, rules_for
from viewer.core.errors import CassetteError
from viewer.core.text.json_values import Json


def _written(folder: Path, text: str) -> Path:
    file = folder / FILE_NAME
    file.write_text(text, "utf-8")
    return file


def test_the_nearest_file_holds(tmp_path: Path) -> None:
    inner = tmp_path / "cassettes"
    inner.mkdir()
    _written(tmp_path, '[compare]\nignore = ["usage"]\n')
    assert "usage" in rules_for(inner / "a.yaml").ignored
    _written(inner, '[compare]\nregard = ["dates"]\n')
    assert rules_for(inner / "a.yaml").ignored == IGNORED - {"dates"}


def test_outside_of_some_places_no_rules_count(tmp_path: Path) -> None:
    inner = tmp_path / "cassettes"
    inner.mkdir()
    _written(tmp_path, '[compare]\nignore = ["usage"]\n')
    assert rules_for(inner / "a.yaml", [inner]) is NO_RULES
    assert "usage" in rules_for(inner / "a.yaml", [inner, tmp_path]).ignored


def test_a_pattern_and_a_path_are_replaced_before_they_are_compared(tmp_path: Path) -> None:
    changed = talk(1)
    changed[0].calls[0][1]["days"] = 5
    changed[2].text = changed[2].text.replace("three hours", "nine hours")
    before, after = (recording.load_text("t.yaml", record(said, 1).encode()) for said in (talk(1), changed))
    assert len(list(compare(before, after).changes())) == 2
    rules = read_rules(
        _written(tmp_path, "[[compare.rule]]\npattern = '\\w+ hours'\n[[compare.rule]]\npath = '$.days'\n")
    )
    assert not compare(before, after, rules=rules)


@pytest.mark.parametrize(
    ("path", "value", "wanted"),
    [
        ("a.b[0]", {"a": {"b": [1, 2]}}, {"a": {"b": ["<ignored>", 2]}}),
        ("a[*]", {"a": [1, 2], "b": 3}, {"a": ["<ignored>", "<ignored>"], "b": 3}),
        ("**.id", {"id": 1, "a": [{"id": 2}]}, {"id": "<ignored>", "a": [{"id": "<ignored>"}]}),
    ],
)
def test_paths(tmp_path: Path, path: str, value: object, wanted: object) -> None:
    rules = read_rules(_written(tmp_path, f"[[compare.rule]]\npath = '{path}'\n"))
    assert Replacing(rules).json(value) == wanted  # type: ignore[arg-type]


def test_a_pattern_is_taken_as_it_is_written(tmp_path: Path) -> None:
    patterns = ("(?i)order-[0-9]+", "^b$", "x*")
    rules = read_rules(_written(tmp_path, "".join(f"[[compare.rule]]\npattern = '{one}'\n" for one in patterns)))
    value: Json = {"a": "Order-7, order-8", "b": ["b", "B", "a\nb\n"], "c": "axxa"}
    wanted = {"a": "<ignored>, <ignored>", "b": ["<ignored>", "B", "a\nb\n"], "c": "a<ignored>a"}
    assert Replacing(rules).json(value) == wanted
    assert Replacing(rules).text("bb" * 2000 + "x" * 3 + "order-1" * 1500) == "bb" * 2000 + "<ignored>" * 1501


def test_a_pattern_that_does_not_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viewer.core.text.timed_patterns.LIMIT_S", 0.5)
    file = _written(tmp_path, "[[compare.rule]]\npattern = '(a+)+$'\n")
    said = recording.load_text("t.yaml", record(talk(1), 1).encode()), talk(1)
    said[1][2].text = "a" * 60 + "b"
    other = recording.load_text("t.yaml", record(said[1], 1).encode())
    with pytest.raises(CassetteError, match="takes too long") as caught:
        compare(said[0], other, rules=read_rules(file))
    assert caught.value.path == str(file)


@pytest.mark.parametrize(
    "text",
    [
        "[compare",
        '[compare]\nignore = "ids"\n',
        '[compare]\nignore = ["nothing of the kind"]\n',
        "[[compare.rule]]\nplaceholder = 'x'\n",
        "[[compare.rule]]\npattern = '('\n",
        "[[compare.rule]]\npath = 'a[b'\n",
        "compare = 3\n",
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, text: str) -> None:
    file = _written(tmp_path, text)
    with pytest.raises(CassetteError) as caught:
        rules_for(tmp_path / "a.yaml")
    assert caught.value.path == str(file)


def test_no_file_no_rules(tmp_path: Path) -> None:
    assert rules_for(tmp_path / "a.yaml").patterns == NO_RULES.patterns


def test_names_are_added_and_taken_away() -> None:
    assert ignoring(IGNORED, ["cost"], ["ids"]) == (IGNORED | {"cost"}) - {"ids"}
