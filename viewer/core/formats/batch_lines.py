# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files of batches (OpenAI, Anthropic): JSON lines of requests that go in, or of answers that came out.

Reference: platform.openai.com/docs/guides/batch and docs.anthropic.com, "Message Batches". Each line has the
`custom_id` by which question and answer belong together; they are never in one file.
"""

from __future__ import annotations

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN = frozenset({"id", "custom_id", "method", "url", "body", "response", "error", "result", "params"})


class BatchLinesReader:
    """Reads what goes into a batch and what comes out of it."""

    name = "batch-lines"
    title = "Batch of API calls (JSON lines)"
    suffixes: tuple[str, ...] = (".jsonl",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first line has a `custom_id` and a request, a response or a result."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        is_asked = first.keys() >= {"method", "url", "body"} and isinstance(first.get("body"), dict)
        is_answered = "status_code" in mapping(first, "response") or "type" in mapping(first, "result")
        return Match.SURE if "custom_id" in first and (is_asked or is_answered) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette; a batch of one line is one JSON document."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        lines = root.records()
        return probe.cassette(self.name, [_interaction(n, line.apart()) for n, line in enumerate(lines)], problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN)
    request = Request(entry["method"].text().upper(), entry["url"].text())
    if entry["body"].value is not None:
        request = Request(request.method, request.url, body=entry["body"].parsed_body())
    return Interaction(
        index=index,
        request=request,
        response=_response(entry),
        id=entry["custom_id"].text() or None,
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _response(entry: Entry) -> Response:
    """The answer of a line; an Anthropic result tells no status."""
    answered, result = entry["response"], entry["result"]
    if isinstance(answered.value, dict):
        return Response(answered["status_code"].integer(), body=answered["body"].parsed_body())
    if isinstance(result.value, dict):
        kind = result["type"].text()
        is_good = kind == "succeeded"
        body = result["message"] if is_good else result["error"]
        if not is_good and body.value is None:
            result.say(f"the request has no answer: {kind[:40]}", Severity.INFO)
        return Response(200 if is_good else None, body=body.parsed_body() if body.value is not None else body.body())
    return Response(None)
