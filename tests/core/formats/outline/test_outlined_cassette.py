# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A cassette that is read in parts: it grows, keeps little, goes to other processes, and says when its file changed."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.formats.outline.comparison import assert_same, blocks_of, in_parts
from viewer.core import formats, recording
from viewer.core.errors import Severity
from viewer.core.formats.outline import interactions
from viewer.core.formats.outline.cassette import OutlinedCassette
from viewer.core.formats.outline.file import CassetteFile, FileChangedError
from viewer.core.formats.outline.parts import IrregularError, Part
from viewer.core.model import LONGEST_EXCERPT

_ITEM = """- request:
    method: GET
    uri: https://llm.example/{number}
    body: 'asked {number}'
  response:
    status: {{code: 200, message: OK}}
    body: {{string: "{padding}"}}
"""


def _text(count: int, padding: int = 1000, tail: str = "version: 1\n") -> str:
    items = (_ITEM.format(number=number, padding="x" * padding) for number in range(count))
    return "interactions:\n" + "".join(items) + tail


def _written(folder: Path, text: str) -> Path:
    path = folder / "cassette.yaml"
    path.write_text(text, "utf-8")
    return path


def _begun(path: Path, block: int = 4096) -> OutlinedCassette:
    with blocks_of(block):
        cassette = formats.begin(path, large=0)
    assert isinstance(cassette, OutlinedCassette)
    return cassette


def test_the_first_interactions_are_there_before_the_others(tmp_path: Path) -> None:
    cassette = _begun(_written(tmp_path, _text(50)))
    found = len(cassette.interactions)
    assert 0 < found < 10
    assert cassette.interactions.share < 1
    assert cassette.version == 1  # which stands at the end
    assert cassette.interactions[0].request.url == "https://llm.example/0"
    counts = [found]
    while cassette.grow():
        counts.append(len(cassette.interactions))
        assert 0 < cassette.interactions.share < 1
    assert counts == sorted(counts)
    assert cassette.is_complete
    assert len(cassette.interactions) == 50
    assert cassette.line_count == _text(50).count("\n")
    assert not cassette.grow()


def test_a_small_file_is_read_at_once(tmp_path: Path) -> None:
    path = _written(tmp_path, _text(3))
    assert isinstance(formats.read(path).interactions, tuple)
    assert isinstance(formats.begin(_written(tmp_path, _text(3, padding=formats.LARGE))), OutlinedCassette)


def test_they_are_a_sequence(tmp_path: Path) -> None:
    found = in_parts(_written(tmp_path, _text(7))).interactions
    assert [one.index for one in found] == [0, 1, 2, 3, 4, 5, 6]
    assert [one.index for one in found[1:6:2]] == [1, 3, 5]
    assert [one.index for one in found[-2:]] == [5, 6]
    assert found[-1].request.body.stored == b"asked 6"
    assert found[3] is found[3]
    for index in (7, -8):
        with pytest.raises(IndexError):
            found[index]


def test_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interactions, "MOST_KEPT", 3500)
    found = in_parts(_written(tmp_path, _text(7))).interactions
    first, last = found[0], found[6]
    assert found[6] is last
    assert found[0] is first
    assert [found[index].index for index in range(7)] == [0, 1, 2, 3, 4, 5, 6]
    assert found[0] is not first


def test_fewer_are_kept_where_each_is_asked_for_once(tmp_path: Path) -> None:
    found = in_parts(_written(tmp_path, _text(7))).interactions
    first = found[0]
    assert found[0] is first
    recording.Exchanges(found).keep_at_most(0)
    assert found[6].index == 6
    assert found[0] is not first


def test_a_part_is_read_by_another_process(tmp_path: Path) -> None:
    path = _written(tmp_path, _text(7))
    part = in_parts(path).interactions.part(2, 5)
    assert part is not None
    assert len(part) == 3
    program = """
import pickle, sys
readings = pickle.loads(sys.stdin.buffer.read()).read()
sys.stdout.buffer.write(pickle.dumps([one.interaction for one in readings]))
"""
    done = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(part), capture_output=True, check=True)
    assert [one.request.url for one in pickle.loads(done.stdout)] == [f"https://llm.example/{n}" for n in (2, 3, 4)]  # noqa: S301


def test_a_part_tells_what_is_wrong_with_its_piece_of_the_file(tmp_path: Path) -> None:
    text = _text(4).replace("body: 'asked 2'", "body: 'asked 2'\n    body: again")
    cassette = in_parts(_written(tmp_path, text))
    part = cassette.interactions.part(0, 9)
    assert part is not None
    for reading in part.read():
        cassette.interactions.note(reading.interaction.index, reading.of_file)
    (problem,) = cassette.problems
    assert problem.line == text.split("\n").index("    body: again") + 1
    assert Path(cassette.path).exists()
    assert_same(Path(cassette.path))


def _damaged(cassette_text: str, number: int) -> str:
    return cassette_text.replace(f"body: 'asked {number}'", f"body: 'asked {number}")


def test_damage_is_met_where_somebody_looks(tmp_path: Path) -> None:
    path = _written(tmp_path, _damaged(_text(9), 5))
    cassette = in_parts(path)
    found = cassette.interactions
    assert len(found) == 9
    assert found[3].request.url == "https://llm.example/3"
    assert not cassette.problems
    assert found[5].request.url == "https://llm.example/5"
    assert len(found) < 9
    assert any(problem.severity is Severity.ERROR for problem in cassette.problems)
    (problem,) = found[8].problems  # a row that was shown before
    assert "is not there" in problem.text
    assert_same(path)


def test_damage_that_a_part_meets_is_settled(tmp_path: Path) -> None:
    cassette = in_parts(_written(tmp_path, _damaged(_text(9), 5)))
    part = cassette.interactions.part(4, 7)
    assert part is not None
    with pytest.raises(IrregularError) as met:
        list(part.read())
    assert met.value.index == 5
    cassette.interactions.settle(met.value.index)
    assert any(problem.severity is Severity.ERROR for problem in cassette.problems)
    rest = cassette.interactions.part(0, 99)
    assert rest is not None
    assert len(rest) <= 5


def test_a_file_that_is_cut_off_says_so_when_it_was_looked_through(tmp_path: Path) -> None:
    text = _text(9)
    for ending in (text[: text.index("asked 7")], text[: text.index("{string", text.index("asked 7")) + 11]):
        cassette = in_parts(_written(tmp_path, ending))
        assert any(problem.severity is Severity.ERROR for problem in cassette.problems)
        assert_same(Path(cassette.path))


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced")
def test_a_file_that_is_replaced_is_still_the_old_one(tmp_path: Path) -> None:
    cassette = in_parts(_written(tmp_path, _text(9)))
    part = cassette.interactions.part(0, 9)
    new = tmp_path / "new"
    new.write_text(_text(2), "utf-8")
    new.replace(Path(cassette.path))
    assert cassette.interactions[8].request.url == "https://llm.example/8"
    assert part is not None
    with pytest.raises(FileChangedError):
        list(part.read())


def test_a_file_that_is_cut_short_is_told(tmp_path: Path) -> None:
    path = _written(tmp_path, _text(50))
    cassette = _begun(path)
    os.truncate(path, 500)
    (problem,) = cassette.interactions[1].problems
    assert "changed" in problem.text
    assert not cassette.grow()
    assert "changed" in cassette.problems[-1].text
    assert cassette.is_complete
    with pytest.raises(OSError, match="changed"):
        _ = cassette.source
    assert cassette.excerpt(10) == (10, "")


def test_a_file_that_was_let_go_of(tmp_path: Path) -> None:
    cassette = in_parts(_written(tmp_path, _text(3)))
    cassette.interactions.close()
    (problem,) = cassette.interactions[1].problems
    assert "cannot be read" in problem.text


def test_the_text_around_a_line(tmp_path: Path) -> None:
    text = _text(9, tail="# a note\nversion: 1\n")
    cassette = in_parts(_written(tmp_path, text))
    lines = text.split("\n")
    for line in range(1, len(lines)):
        first, excerpt = cassette.excerpt(line)
        assert excerpt.split("\n")[line - first] == lines[line - 1]
        assert len(excerpt) < len(text) / 2
    whole = formats.read(_written(tmp_path, text))
    assert whole.excerpt(20) == (1, text)
    long = formats.read(_written(tmp_path, _text(4, padding=LONGEST_EXCERPT // 2)), large=1 << 40)
    first, excerpt = long.excerpt(22)
    assert len(excerpt) <= LONGEST_EXCERPT
    assert excerpt.split("\n")[22 - first] == long.source.split("\n")[21]


def test_a_document_in_one_line(tmp_path: Path) -> None:
    entry = {"request": {"method": "GET", "url": "https://llm.example/", "headers": []}, "response": {"status": 200}}
    path = tmp_path / "x.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry] * 30}}), "utf-8")
    with blocks_of(700):
        cassette = assert_same(path)
    assert isinstance(cassette, OutlinedCassette)
    assert len(cassette.interactions) == 30
    assert cassette.line_count == 1
    assert cassette.excerpt(1)[0] == 1


def test_a_recorder_that_signs_at_the_end_is_known_from_the_beginning(tmp_path: Path) -> None:
    text = _text(50).replace("interactions:", "http_interactions:", 1).replace("version: 1", "recorded_with: VCR 6.1.0")
    cassette = _begun(_written(tmp_path, text))
    assert (cassette.recorder, cassette.version) == ("ruby-vcr", "6.1.0")
    body = {"method": "GET", "uri": "https://llm.example/", "headers": {}, "body": ""}
    items = [{"request": body, "response": {"status": {"code": 200, "message": "x" * 900}}}] * 30
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"http_interactions": items, "recorded_with": "VCR 6.1.0"}), "utf-8")
    assert _begun(path).recorder == "ruby-vcr"
    assert_same(path)


def test_what_refers_to_an_earlier_interaction_is_read_with_it(tmp_path: Path) -> None:
    text = _text(9).replace("body: 'asked 6'", "body: &a 'asked 6'")
    cassette = in_parts(_written(tmp_path, text.replace("body: 'asked 8'", "body: *a")))
    assert cassette.interactions[7].request.body.stored == b"asked 7"
    assert cassette.interactions[8].request.body.stored == b"asked 6"
    assert cassette.interactions.part(0, 9) is not None
    assert_same(Path(cassette.path))


def test_anchors_of_the_same_name_are_found(tmp_path: Path) -> None:
    text = _text(9).replace("body: 'asked 6'", "body: &a 'asked 6'")
    cassette = in_parts(_written(tmp_path, text.replace("body: 'asked 8'", "body: &a 'asked 8'")))
    assert "duplicate anchor" in cassette.problems[0].text
    assert_same(Path(cassette.path))
    assert_same(_written(tmp_path, text.replace("version: 1", "version: &a 1")))


def test_a_file_is_the_one_that_was_opened(tmp_path: Path) -> None:
    path = _written(tmp_path, "some text")
    file = CassetteFile(path)
    assert file.read(5, 99) == b"text"
    assert file.read(99, 120) == b""
    with pytest.raises(FileChangedError):
        CassetteFile(path, file.stamp._replace(size=3))
    file.close()
    with pytest.raises(OSError, match="descriptor"):
        file.read(0, 1)


def test_a_part_is_small(tmp_path: Path) -> None:
    part = in_parts(_written(tmp_path, _text(500, padding=10))).interactions.part(0, 500)
    assert isinstance(part, Part)
    assert len(pickle.dumps(part)) < 500 * 16 + 2000
