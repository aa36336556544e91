# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.errors import CassetteError
from viewer.core.formats import Probe, read_probe

_DATA = Path(__file__).parents[2] / "data" / "formats" / "response-only"


def test_a_response_without_its_request() -> None:
    cassette = formats.read(_DATA / "answer.json")
    (only,) = cassette.interactions
    assert (cassette.recorder, cassette.problems, only.problems) == ("response-only", (), ())
    assert (only.request.method, only.request.url) == ("", "")
    assert (only.response.status, only.response.headers.get("content-type")) == (200, "application/json")
    assert only.response.body.stored == b'{"id":"m1","type":"message"}'
    assert only.response.body.place is not None
    assert only.response.body.place.line == 6


def test_a_body_that_stands_parsed() -> None:
    (only,) = formats.read(_DATA / "parsed.json").interactions
    assert (only.response.status, only.response.headers.get("retry-after")) == (429, "3")
    assert only.response.body.stored == b'{"error":{"message":"slow down"}}'
    assert only.response.body.was_parsed


@pytest.mark.parametrize(
    "text",
    [
        '{"status": "ok", "headers": {}, "body": ""}',
        '{"status": 200, "headers": {}}',
        '{"status": 200, "headers": {}, "body": "", "url": ""}',
    ],
)
def test_other_mappings_are_none(text: str) -> None:
    with pytest.raises(CassetteError):
        read_probe(Probe("x.json", text.encode()))
