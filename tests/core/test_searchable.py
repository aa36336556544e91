# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every text of a recording is there to be searched: masked, once, with each place where it stands."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from tests.core.chats import asked, call, recording, refused, result, said, system, user, whole
from viewer.core.model import Body, Headers, Request, Response
from viewer.core.recording import load
from viewer.core.searchable import SAID, Piece, pieces

SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"


def _found(text: str, found: list[Piece]) -> list[Piece]:
    return [piece for piece in found if text in piece.text]


def test_each_text_has_its_place() -> None:
    first = [system("Be brief."), user("How deep?")]
    calls = said(None, call("c1", "depth", '{"lake": "Oeschinen"}'))
    again = [*first, calls, result("c1", '{"metres": 56}')]
    found = pieces(recording((asked(first), whole(calls)), (asked(again), whole(said("56 metres deep")))).exchanges)
    places = {
        text: [(spot.interaction, spot.where, spot.role, spot.message, spot.part) for spot in piece.spots]
        for text in ("Be brief", "How deep", "Oeschinen", '"metres"', "metres deep", "https://llm.example", "200 OK")
        for piece in _found(text, found)
    }
    assert places == {
        "Be brief": [(0, "system", "system", 0, 0), (1, "system", "system", 0, 0)],
        "How deep": [(0, "input", "user", 0, 0), (1, "input", "user", 0, 0)],
        "Oeschinen": [(0, "output", "assistant", 0, 0), (1, "input", "assistant", 1, 0)],
        '"metres"': [(1, "input", "tool", 2, 0)],
        "metres deep": [(1, "output", "assistant", 0, 0)],
        "https://llm.example": [(0, "url", "request", 0, 0), (1, "url", "request", 0, 0)],
        "200 OK": [(0, "status", "response", 0, 0), (1, "status", "response", 0, 0)],
    }
    assert all(piece.said == (piece.spots[0].where in SAID) for piece in found)


def test_secrets_are_masked_wherever_they_stand() -> None:
    request = asked([user(f"my key is {SECRET}"), result("c1", f'{{"api_key": "{SECRET}"}}')])
    headers = Headers((("Authorization", f"Bearer {SECRET}"), ("Cookie", "id=q7Wm2Zx9Lr4Tb8Nc"), ("X-Kind", "plain")))
    request = replace(request, url=f"{request.url}?key={SECRET}", headers=headers)
    found = pieces(recording((request, whole(said(f"it is {SECRET}", call("c1", "use", f'"{SECRET}"'))))).exchanges)
    assert _found("my key is", found)
    assert _found("X-Kind: plain", found)
    for secret in (SECRET, SECRET[8:20], "q7Wm2Zx9Lr4Tb8Nc"):
        assert _found(secret, found) == []


def test_what_nobody_understood_is_searched_as_it_is() -> None:
    page = Response(200, "OK", Headers((("Content-Type", "text/html"),)), Body(b"<p>A parrot</p>"))
    found = pieces(recording((Request("GET", "https://zoo.example/"), page)).exchanges)
    (piece,) = _found("A parrot", found)
    assert (piece.said, piece.spots[0].where) == (True, "response body")


def test_what_an_error_says_is_found() -> None:
    (piece,) = _found("Slow down", pieces(recording((asked([user("Hello")]), refused())).exchanges))
    assert piece.spots[0].where == "error"


def test_pictures_are_no_text() -> None:
    picture = base64.b64encode(bytes(range(256)) * 40).decode()
    found = pieces(recording((asked([user(f"look {picture} here")]), whole(said("A parrot")))).exchanges)
    (piece,) = _found("look", found)
    assert piece.text == "look … here"


def test_a_part_of_a_stream_is_on_the_line_of_the_event_that_began_it(samples: Path) -> None:
    for path in sorted(samples.glob("*.yaml")):
        found = load(path)
        source = path.read_text("utf-8").splitlines()
        lines = {
            spot.line
            for piece in pieces(found.exchanges)
            for spot in piece.spots
            if spot.where == "output" and found.exchanges[spot.interaction].is_stream
        }
        assert all("data:" in source[line - 1] or "event:" in source[line - 1] for line in lines), path
