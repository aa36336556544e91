# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Single lines of a key file change, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.desktop.key_file import KeyFile, changes

_FILE = KeyFile("# mine\n[A]\nx=1\n y = 2 \n\n[B]\nx=3\n")


def test_values_are_found_in_their_section() -> None:
    assert (_FILE.value("A", "x"), _FILE.value("A", "y"), _FILE.value("B", "x")) == ("1", "2", "3")
    assert _FILE.value("B", "y") is None
    assert _FILE.value("C", "x") is None


@pytest.mark.parametrize(
    ("section", "key", "text"),
    [
        ("A", "x", "# mine\n[A]\nx=new\n y = 2 \n\n[B]\nx=3\n"),
        ("A", "z", "# mine\n[A]\nx=1\n y = 2 \nz=new\n\n[B]\nx=3\n"),
        ("B", "z", "# mine\n[A]\nx=1\n y = 2 \n\n[B]\nx=3\nz=new\n"),
        ("C", "z", "# mine\n[A]\nx=1\n y = 2 \n\n[B]\nx=3\n\n[C]\nz=new\n"),
    ],
)
def test_one_line_changes(section: str, key: str, text: str) -> None:
    assert _FILE.with_value(section, key, "new").text == text


def test_changes_are_told_below_the_names_of_their_sections() -> None:
    before = KeyFile("[A]\nx=1\n\n[B]\nx=1\ny=2\n\n[C]\nx=1\n")
    after = before.with_value("A", "x", "2").with_value("C", "--z", "3").with_value("D", "x", "4")
    told = [" [A]", "-x=1", "+x=2", " [C]", "+--z=3", "+[D]", "+x=4"]
    assert list(changes(before, after)) == told
    assert list(changes(after, before)) == [" [A]", "-x=2", "+x=1", " [C]", "---z=3", "-[D]", "-x=4"]
    assert list(changes(before, before)) == []


@pytest.mark.parametrize("text", ["", "[A]\nx=1", "[A]\r\nx=1\r\n", "[A]\nx=\u2028\n", "no section\n", "[A]\n", "\n\n"])
def test_what_is_added_and_removed_leaves_no_trace(text: str) -> None:
    file = KeyFile(text)
    there_and_back = file.with_value("C", "z", "new").without("C", "z")
    assert there_and_back.text in (text, text + "\n")  # a last line gets its end


@given(st.binary(max_size=60))
def test_bytes_that_are_not_touched_stay(data: bytes) -> None:
    assert KeyFile.parse(data).data == data
    assert KeyFile.parse(data).with_value("S", "k", "v").value("S", "k") == "v"
