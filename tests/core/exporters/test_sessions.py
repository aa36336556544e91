# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions in exports: what both sides said in its order, and in the transcript by who asked and who answered."""

from __future__ import annotations

import io
import json

from tests.core.dialects.sessions import exchange, received, sent
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.model import Cassette
from viewer.core.recording import Recording, understand
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.playback import answer_text

_PLACE = {"response_id": "resp_1", "output_index": 0, "content_index": 0}


def _ask(text: str) -> tuple[str, object]:
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
    return sent("conversation.item.create", item=item)


def _session() -> Recording:
    found = exchange(
        _ask("How is the wind?"),
        received("response.created", response={"id": "resp_1"}),
        received("response.output_text.delta", delta="Fre", **_PLACE),
        received("response.output_text.delta", delta="sh.", **_PLACE),
        received("response.output_text.done", text="Fresh.", **_PLACE),
        received("response.done", response={"id": "resp_1", "status": "completed", "output": []}),
        _ask("Bye."),
    )
    return understand(Cassette("made.yaml", "websocket", 1, (found.interaction,), source=""))


def test_the_transcript_tells_asked_from_answered() -> None:
    out, exporter = io.StringIO(), EXPORTERS.named("json")
    assert exporter is not None
    exporter.write(_session(), out, ExportOptions())
    (told,) = json.loads(out.getvalue())["interactions"]
    asked, answered = told["request"]["input_messages"], told["response"]["output_messages"]
    assert [(message["role"], message["parts"][0]["content"]) for message in asked] == [
        ("user", "How is the wind?"),
        ("user", "Bye."),
    ]
    assert [(message["role"], message["parts"][0]["content"]) for message in answered] == [("assistant", "Fresh.")]
    assert (told["response"]["framing"], told["response"]["events"]) == ("websocket", 7)


def test_markdown_keeps_the_order() -> None:
    out, exporter = io.StringIO(), EXPORTERS.named("markdown")
    assert exporter is not None
    exporter.write(_session(), out, ExportOptions())
    places = [out.getvalue().rindex(text) for text in ("How is the wind?", "Fresh.", "Bye.")]
    assert places == sorted(places)


def test_playback_says_who_speaks_and_repeats_nothing() -> None:
    text = "".join(piece.text for piece in answer_text(_session().exchanges[0], Masker()))
    assert text == "user\nHow is the wind?\nassistant\nFresh.\nfinish: completed\nuser\nBye.\n"
