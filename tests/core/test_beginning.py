# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A beginning that is masked later never holds half a secret."""

from __future__ import annotations

import pytest

from viewer.core.secrets.masking import beginning


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("two\n  words", 20, "two words"),
        ("ends with sk-live-4f8Qm2Zx7Lr9", 20, "ends with…"),
        ("sk-live-4f8Qm2Zx7Lr9Tb3Nc6", 10, "…"),
        ("a" + " " * 100 + "sk-live-4f8Q", 27, "a…"),
        ("湖有多深" * 10, 10, "湖有多深湖有多深湖有…"),
        ("", 10, ""),
    ],
)
def test_is_cut_between_words(text: str, limit: int, shown: str) -> None:
    assert beginning(text, limit) == shown
