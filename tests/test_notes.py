# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Notes lie beside their cassette, stay with what they are about, and nothing damaged is written over."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from viewer.batch import sources
from viewer.core.errors import CassetteError
from viewer.core.notes import Note, from_json, placed, request_digest, to_json, with_note, without
from viewer.core.recording import load
from viewer.gui.library.scan import walk
from viewer.notes_file import change_notes, notes_in, notes_path, read_notes

NOTES = (Note(0, text="slow\nsecond line"), Note(2), Note(2, 7, "the call fails", "ab"))


@pytest.fixture
def cassette(samples: Path, tmp_path: Path) -> Path:
    """A cassette of three interactions in a folder of its own."""
    folder = tmp_path / "cassettes"
    folder.mkdir()
    return Path(shutil.copy(samples / "agent-tools.yaml", folder / "agent.yaml"))


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Where notes lie that may not lie beside their cassette."""
    return tmp_path / "settings"


def put(*notes: Note) -> Callable[[tuple[Note, ...]], tuple[Note, ...]]:
    """Put these among the notes."""

    def change(before: tuple[Note, ...]) -> tuple[Note, ...]:
        for note in notes:
            before = with_note(before, note)
        return before

    return change


def test_what_is_written_is_read_again() -> None:
    assert from_json(to_json(NOTES, "a.yaml").encode(), "a") == NOTES


def test_there_is_one_note_at_a_place() -> None:
    notes = with_note(NOTES, Note(2, 7, "another"))
    assert [note.text for note in notes] == ["slow\nsecond line", "", "another"]
    assert [note.place for note in without(notes, (2, 0))] == [(0, 0), (2, 7)]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b'{"format": "cassette-viewer/notes/2", "notes": []}', b"\xff", b"[" * 100_000,
        b'{"format": "cassette-viewer/notes/1", "notes": [{"interaction": -1}]}',
        b'{"format": "cassette-viewer/notes/1", "notes": [{"interaction": 1, "event": 0}]}',
        b'{"format": "cassette-viewer/notes/1", "notes": [{"interaction": true}]}',
        b'{"format": "cassette-viewer/notes/1", "notes": [{"interaction": 1, "text": 5}]}',
        b'{"format": "cassette-viewer/notes/1", "notes": 5}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_and_never_written_over(data: bytes, cassette: Path, settings: Path) -> None:
    sidecar = cassette.with_name("agent.yaml.notes.json")
    sidecar.write_bytes(data)
    with pytest.raises(CassetteError):
        read_notes(cassette, settings)
    with pytest.raises(CassetteError):
        change_notes(cassette, put(Note(0)), settings)
    assert sidecar.read_bytes() == data


def test_notes_lie_beside_the_cassette_which_stays_as_it_is(cassette: Path, settings: Path) -> None:
    before = cassette.read_bytes()
    assert read_notes(cassette, settings) == ()
    assert change_notes(cassette, put(*NOTES), settings) == NOTES == read_notes(cassette, settings)
    assert notes_path(cassette, settings) == cassette.with_name("agent.yaml.notes.json")
    assert cassette.read_bytes() == before
    assert not settings.exists()
    change_notes(cassette, lambda _: (), settings)
    assert [path.name for path in cassette.parent.iterdir()] == ["agent.yaml"], "no notes, no file"


def test_a_change_is_made_to_what_another_window_wrote(cassette: Path, settings: Path) -> None:
    change_notes(cassette, put(Note(0, text="mine")), settings)
    change_notes(cassette, put(Note(1, text="of another window")), settings)
    assert [note.text for note in read_notes(cassette, settings)] == ["mine", "of another window"]


def test_in_a_read_only_folder_they_lie_among_the_settings(
    cassette: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_notes(cassette, put(Note(0, text="from before")), settings)
    sidecar = cassette.with_name("agent.yaml.notes.json").read_bytes()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert [note.text for note in change_notes(cassette, put(Note(1, text="new")), settings)] == ["from before", "new"]
    assert cassette.with_name("agent.yaml.notes.json").read_bytes() == sidecar
    assert [path.parent for path in settings.rglob("*.json")] == [settings / "notes"]
    assert len(read_notes(cassette, settings)) == 2


def test_a_note_goes_where_its_request_is(cassette: Path) -> None:
    requests = [summary.links.request for summary in load(cassette).summaries]
    note = Note(0, 7, "here", request_digest(requests[0]))
    assert placed([note], requests) == (note,)
    assert placed([note], [b"new", *requests])[0].place == (1, 7)
    assert placed([note], [b"new", requests[0], requests[0]])[0].place == (0, 7), "in two places: nobody knows which"
    assert placed([Note(5)], requests)[0].place == (5, 0)


def test_notes_of_a_recording_stand_where_its_interactions_are(cassette: Path) -> None:
    recording = load(cassette)
    moved = Note(2, None, "about the first", request_digest(recording.summaries[0].links.request))
    change_notes(cassette, put(moved))
    assert [note.interaction for note in notes_in(recording)] == [0]


def test_no_folder_takes_notes_for_a_cassette(cassette: Path, settings: Path) -> None:
    change_notes(cassette, put(Note(0)), settings)
    alone = cassette.with_name("other.notes.json")
    alone.write_text(json.dumps({"of": "nothing beside it"}), "utf-8")
    found = {"agent.yaml", "other.notes.json"}
    assert {path.name for path, _ in walk(cassette.parent, lambda: False)} == found
    assert {source.path.name for source in sources([str(cassette.parent)])} == found


def test_a_cassette_is_never_written_over(samples: Path, cassette: Path, settings: Path) -> None:
    sidecar = cassette.with_name("agent.yaml.notes.json")
    shutil.copy(samples / "reasoning.yaml", sidecar)
    before = sidecar.read_bytes()
    with pytest.raises(CassetteError):
        change_notes(cassette, partial(with_note, note=Note(0)), settings)
    assert sidecar.read_bytes() == before
