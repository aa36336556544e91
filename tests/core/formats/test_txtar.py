# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.analysis import analyse
from viewer.core.errors import NotACassette
from viewer.core.formats import Probe, read_probe

_FILE = Path(__file__).parents[2] / "data" / "formats" / "txtar" / "both_ways.txtar"


def test_an_interaction_for_each_answer() -> None:
    cassette = formats.read(_FILE)
    assert (cassette.recorder, cassette.problems) == ("txtar", ())
    streamed, whole, refused = cassette.interactions
    assert [i.id for i in cassette.interactions] == ["streaming", "non-streaming", "streaming/tool-call"]
    for interaction in cassette.interactions:
        assert (interaction.request.method, interaction.request.url) == ("POST", "")
        assert "Wind in Tromsø?" in (interaction.request.body.stored or b"").decode()
    assert (streamed.response.status, whole.response.status) == (200, 200)
    assert (streamed.response.body.stored or b"").rstrip().endswith(b"data: [DONE]")
    assert (whole.response.body.stored or b"").startswith(b'{"object"')
    assert (refused.response.status, refused.response.reason) == (429, "Too Many Requests")
    assert refused.response.headers.get("retry-after") == "3"
    assert [len(i.problems) for i in cassette.interactions] == [1, 1, 0]
    assert "200 is assumed" in whole.problems[0].text
    assert refused.response.body.stored == b'{"error": {"message": "slow down"}}\n'


def test_places_are_lines_of_the_file() -> None:
    lines = _FILE.read_text(encoding="utf-8").split("\n")
    interactions = formats.read(_FILE).interactions
    assert [i.place.line for i in interactions if i.place] == [9, 14, 17]
    words = (b"DONE", b"chat.completion", b"slow")
    for body, word in zip((i.response.body for i in interactions), words, strict=True):
        line = bodies.line_of(body, (body.stored or b"").index(word))
        assert line is not None
        assert word.decode() in lines[line - 1]


def test_a_request_without_an_answer_and_the_other_way_round() -> None:
    asked = read_probe(Probe("x.txtar", b"-- request --\n{}\n"))
    assert [p.text for p in asked.problems] == ["the archive has no response"]
    assert asked.interactions[0].response.status is None
    answered = read_probe(Probe("x.txtar", b"-- non-streaming --\n{}"))
    assert [p.text for p in answered.problems] == ["the archive has no request"]
    assert answered.interactions[0].response.body.stored == b"{}"


@pytest.mark.parametrize("text", ["-- go.mod --\nmodule x\n", "a\n-- b.txt --\n-- c.txt --\n", "-- request\n"])
def test_other_archives_are_no_cassettes(text: str) -> None:
    with pytest.raises(NotACassette):
        read_probe(Probe("x.txt", text.encode()))


@pytest.mark.parametrize(("length", "stored", "told"), [(2, b"{}", 0), (3, b"{}\n", 0), (9, b"{}\n", 1)])
def test_the_line_end_of_a_section_is_the_bodys_where_its_length_says_so(length: int, stored: bytes, told: int) -> None:
    head = f"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: {length}\n\n"
    archive = f"-- request --\n{{}}\n-- non-streaming --\n{head}{{}}\n"
    (only,) = read_probe(Probe("x.txtar", archive.encode())).interactions
    assert only.response.body.stored == stored
    assert len(bodies.decode(only.response.body, only.response.headers).problems) == told


@pytest.mark.parametrize(
    ("length", "said"), [(19, []), (18, []), (17, ["content-length is 17, but the body has 19 bytes"])]
)
def test_the_line_end_of_a_section_need_not_be_the_body_s(length: int, said: list[str]) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    archive = f'-- request --\n{{}}\n-- non-streaming --\n{head}{{"object": "list"}}\n'
    (only,) = read_probe(Probe("x.txtar", archive.encode())).interactions
    assert [problem.text for problem in analyse(only).problems if "length" in problem.text] == said
