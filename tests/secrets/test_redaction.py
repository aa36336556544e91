# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A redacted copy holds none of the secrets, and is otherwise the cassette: it opens, plays and replays."""

from __future__ import annotations

import random
import re
import urllib.request
from pathlib import Path

import pytest

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_outlets import shows
from tests.secrets.planted_places import PLACES, cassette
from viewer.cli import main
from viewer.core.recording import load, load_text
from viewer.redaction import redact

_CODED = {"gzip"}
"""A place whose bytes are compressed: told, as letters of the file cannot be replaced there."""


@pytest.mark.parametrize("place", PLACES)
def test_no_planted_secret_is_in_the_copy(place: str) -> None:
    chance = random.Random(place)  # noqa: S311
    planted = [KINDS[kind](Draw(chance)) for kind in chance.sample(list(KINDS), 6)]
    data = cassette([PLACES[place](one.text) for one in planted])
    made = redact("planted.yaml", data)
    before, after = load_text("planted.yaml", data), load_text("planted.yaml", made.data)
    assert len(made.data) == len(data)
    assert [len(exchange.events) for exchange in after.exchanges] == [len(one.events) for one in before.exchanges]
    told = {secret.interaction for secret in made.left}
    for number, (one, exchange) in enumerate(zip(planted, after.exchanges, strict=True)):
        bodies = (exchange.request.text or "", exchange.response.text or "")
        said = "\n".join((*bodies, repr(exchange.interaction.request)))
        if number not in told or place not in _CODED:
            assert not shows(said, one), place


def test_a_value_has_one_stand_in_in_every_file() -> None:
    planted = KINDS["OpenAI"](Draw(random.Random(3)))  # noqa: S311
    places = ("request header", "user text", "other JSON")
    texts = [redact(place, cassette([PLACES[place](planted.text)])).data.decode() for place in places]
    stand_ins = [re.findall(r"REDACTED[a-z]+", text) for text in texts]
    assert stand_ins[0] == stand_ins[1] == stand_ins[2]
    assert len(stand_ins[0]) == 1


def test_the_command_leaves_the_cassette_alone_and_refuses_to_overwrite_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = KINDS["Anthropic"](Draw(random.Random(4)))  # noqa: S311
    data = cassette([PLACES["user text"](planted.text)])
    source, copy = tmp_path / "a.yaml", tmp_path / "b.yaml"
    source.write_bytes(data)
    assert main(["redact", str(source), "--output", str(copy)]) == 0
    assert source.read_bytes() == data
    assert planted.secret not in copy.read_text("utf-8")
    assert main(["check", "--secrets", str(copy)]) == 0
    assert main(["check", "--secrets", str(source)]) == 1
    out = capsys.readouterr().out
    assert "OpenAI or like key in the request body of #0" in out
    assert planted.secret not in out
    known = tmp_path / "known.txt"
    known.write_text(out, "utf-8")
    assert main(["check", "--secrets", "--baseline", str(known), str(source)]) == 0
    assert main(["redact", str(source), "--output", str(source)]) == 2
    assert main(["redact", str(source), "--output", str(tmp_path / "no" / "c.yaml")]) == 2
    assert source.read_bytes() == data
    assert len(load(copy).exchanges) == 1


def test_a_key_of_the_file_that_nobody_reads_is_listed_and_redacted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = KINDS["SendGrid"](Draw(random.Random(8)))  # noqa: S311
    source, copy = tmp_path / "a.yaml", tmp_path / "b.yaml"
    source.write_bytes(cassette([PLACES["unknown key of the file"](planted.text)]))
    assert main(["check", "--secrets", str(source)]) == 1
    assert "SendGrid key in the file, found by its issuer's mark" in capsys.readouterr().out
    assert main(["redact", str(source), "--output", str(copy)]) == 0
    assert main(["check", "--secrets", str(copy)]) == 0


def test_what_is_packed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted = KINDS["GitHub classic"](Draw(random.Random(5)))  # noqa: S311
    source = tmp_path / "a.yaml"
    source.write_bytes(cassette([PLACES["gzip"](planted.text)]))
    assert main(["redact", str(source), "--output", str(tmp_path / "b.yaml")]) == 1
    assert "not redacted: GitHub token in the response body of #0" in capsys.readouterr().err


def test_vcrpy_replays_the_copy(tmp_path: Path) -> None:
    vcr = pytest.importorskip("vcr")
    planted = KINDS["Stripe"](Draw(random.Random(6)))  # noqa: S311
    made = redact("a.yaml", cassette([PLACES["other JSON"](planted.text)]))
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(made.data)
    url = "https://service.internal/v2/things"
    with (
        vcr.VCR(record_mode="none").use_cassette(str(copy)) as played,
        urllib.request.urlopen(urllib.request.Request(url, b"", method="POST")) as answer,
    ):
        said = answer.read().decode()
    assert played.all_played
    assert "REDACTED" in said
    assert planted.secret not in said
