# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file is called what it is written in."""

from __future__ import annotations

import pytest

from viewer.gui.code.source_language import line_words, source_language


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a/b.yaml", "yaml"),
        ("B.YML", "yaml"),
        ("x.json", "json"),
        ("x.har", "json"),
        ("x.toml", "toml"),
        ("x.yaml.gz", "yaml"),
        ("x.httprr", "text"),
        ("a.yaml/no_suffix", "text"),
        (".gz", "text"),
        ("", "text"),
    ],
)
def test_the_name_tells_the_language(path: str, language: str) -> None:
    assert source_language(path) == language


def test_a_line_in_words() -> None:
    assert line_words("x.toml", 1204) == "TOML line 1,204"
    assert line_words("x", 3) == "line 3"
