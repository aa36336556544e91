# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whatever part a secret stands in, and whoever forgot to mask it: the gate does."""

from __future__ import annotations

import pytest

from viewer.core.exporters import Composed, ExchangeText, Part
from viewer.core.exporters.writing import gated
from viewer.core.secrets.masking import Masker

_SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"


def _text(number: int, text: str) -> ExchangeText:
    return ExchangeText(number, lambda: text)


@pytest.mark.parametrize(
    "part",
    [
        f"<{_SECRET}>",
        lambda: f"<{_SECRET}>",
        _text(0, f"<{_SECRET}>"),
        Composed(lambda: iter([_text(0, _SECRET)]), lambda texts: f"<{texts[0]}>"),
        Composed(lambda: iter([_text(0, "")]), lambda _: f"<{_SECRET}>"),
    ],
    ids=["text", "made", "of an exchange", "composed", "composed of nothing"],
)
def test_a_secret_is_masked_wherever_it_stands(part: Part) -> None:
    assert "".join(gated(["a\n", part, "\nb"], Masker())) == "a\n<sk-live•••>\nb"
    assert "".join(gated(["a\n", part, "\nb"], Masker(show=True))) == f"a\n<{_SECRET}>\nb"


def test_what_stands_between_two_exchanges_is_looked_through_together() -> None:
    parts: list[Part] = [_text(0, "one "), _SECRET[:12], lambda: _SECRET[12:], _text(1, " two")]
    assert "".join(gated(parts, Masker())) == "one sk-live••• two"


def test_the_text_of_an_exchange_is_looked_through_by_itself() -> None:
    parts: list[Part] = ["password: ", _text(0, _SECRET[12:]), _text(1, "\n")]
    assert "".join(gated(parts, Masker())) == f"password: {_SECRET[12:]}\n"


def test_a_text_that_is_at_hand_is_not_made() -> None:
    def fail() -> str:
        raise AssertionError

    parts: list[Part] = [ExchangeText(0, fail), Composed(lambda: iter([ExchangeText(0, fail)]), "".join)]
    assert list(gated(parts, Masker(), lambda part: f"at hand {part.number} ")) == ["", "at hand 0 ", "at hand 0 "]
