# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The session's file: what is written is read, and reading anything else never fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.gui.window.session_file import Place, SessionFile, SessionState, is_passing, read, written

_paths = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=30).map(lambda name: Path("/") / name)
_places = st.builds(Place, _paths, st.integers(0, 1 << 20), st.none() | st.integers(0, 1 << 20))
_states = st.builds(
    SessionState, st.lists(_paths, unique=True, max_size=4).map(tuple), st.none() | _places, st.text(max_size=9)
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["path", "x"]), inner, max_size=3),
    max_leaves=6,
)
_files = st.dictionaries(st.sampled_from(["schema", "paths", "shown", "pane", "newer"]), _json).map(json.dumps)


@given(_states)
def test_what_is_written_is_read(state: SessionState) -> None:
    assert read(written(state)) == state


def test_a_name_that_is_no_text_is_kept(tmp_path: Path) -> None:
    state = SessionState((Path(b"/caf\xe9.yaml".decode("utf-8", "surrogateescape")),))
    file = SessionFile(tmp_path)
    assert file.write(state)
    assert file.read() == state


@given(st.text(max_size=60) | _files)
def test_whatever_the_file_holds_a_read_makes_sense(text: str) -> None:
    state = read(text)
    assert all(path.is_absolute() for path in state.paths)
    assert isinstance(state.pane, str)
    if state.place is not None:
        assert state.place.exchange >= 0
        assert state.place.position is None or 0 <= state.place.position < 1 << 31


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"paths": ["/a", 7, "relative", "/nul\\u0000", "/a"], "shown": {"path": "/a", "interaction": 1e999}}',
    ],
)
def test_what_makes_no_sense_is_left_out(text: str) -> None:
    state = read(text)
    assert state.paths == ((Path("/a"),) if text[0] == "{" else ())
    assert state.place in (None, Place(Path("/a")))


def test_bytes_that_are_no_text_and_a_folder_in_its_place_are_no_session(tmp_path: Path) -> None:
    (tmp_path / "session.json").write_bytes(b"\xff\xfe\x00{")
    assert SessionFile(tmp_path).read() == SessionState()
    (tmp_path / "other" / "session.json").mkdir(parents=True)
    file = SessionFile(tmp_path / "other")
    assert file.read() == SessionState()
    assert not file.write(SessionState((Path("/a"),)))
    assert [found.name for found in (tmp_path / "other").iterdir()] == ["session.json"]


def test_where_no_folder_can_be_made_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = SessionFile(tmp_path / "file" / "state")
    assert not file.write(SessionState((Path("/a"),)))
    file.mark(restoring=True)
    assert not file.was_interrupted


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/scratch/git-blob-k2Zq1x/agent.yaml", True),
        ("/scratch/git-difftool.Ab12/left/tests/agent.yaml", True),
        ("/home/me/git-tools/agent.yaml", False),
        ("/scratch/agent.yaml", False),
    ],
)
def test_files_that_git_only_shows_are_known_by_their_folders(path: str, *, expected: bool) -> None:
    assert is_passing(Path(path)) is expected
