# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bodies beside what is said of them: JSON that is none, streams under another content type, an answer left out.

Rule: a claim is needed. Where no header fields were recorded nothing is claimed, so nothing contradicts.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core import bodies
from viewer.core.bodies import Decoded
from viewer.core.errors import Problem, Severity
from viewer.core.model import Body, Headers, Interaction
from viewer.core.text.json_prefix import JsonKind, JsonPrefix, scan

_EVENT_STREAM = "text/event-stream"


def check_request(interaction: Interaction, body: Decoded, *, is_llm_call: bool) -> Iterator[Problem]:
    """What is wrong with a request's body; an LLM's is JSON where it begins so, whatever the header fields say."""
    # Lines are looked up only for what is told: that walks through all of a body.
    for text in _claimed_json("request", interaction.request.headers, body, anyway=is_llm_call):
        yield Problem(Severity.WARNING, text, line=_line(interaction.request.body))


def check_response(interaction: Interaction, body: Decoded, framing: str | None) -> Iterator[Problem]:
    """What is wrong with a response's body."""
    stored, headers = interaction.response.body, interaction.response.headers
    if framing is None:
        for text in _claimed_json("response", headers, body):
            yield Problem(Severity.WARNING, text, line=_line(stored))
    for severity, text in _content_type(body, headers, framing):
        yield Problem(severity, text, line=_line(stored))


def where(prefix: JsonPrefix) -> str:
    """Where a text that is not JSON goes wrong, in words."""
    return " (it ends early)" if prefix.error_at is None else f" (character {prefix.error_at + 1})"


def _claimed_json(whose: str, headers: Headers, body: Decoded, *, anyway: bool = False) -> Iterator[str]:
    """A body that is not the JSON which its content type claims, or where it has none, its first character."""
    content_type = _media_type(headers)
    claims = content_type == "application/json" or (content_type.endswith("+json") and "stream" not in content_type)
    begins = anyway and not content_type and (body.text or "").lstrip().startswith("{")
    if not (claims or begins) or body.is_json or body.is_damaged or not body.text or not body.text.strip():
        return
    prefix = scan(body.text)
    if prefix.state().kind is JsonKind.VALID:
        yield f"the JSON of the {whose} body is nested too deeply to be read"
    elif claims:
        yield f"the {whose} body is not the JSON that its content type claims{where(prefix)}"
    else:
        yield f"the {whose} body begins like JSON and is none{where(prefix)}"


def _content_type(response: Decoded, headers: Headers, framing: str | None) -> Iterator[tuple[Severity, str]]:
    """Server-sent events that are not announced, and announced ones that are something else."""
    said = _media_type(headers)
    if framing == "sse" and said != _EVENT_STREAM and headers:
        claim = f"says {said}" if said else "is missing"
        yield Severity.INFO, f"the body is a stream of server-sent events, but its content type {claim}"
    if framing is None and said == _EVENT_STREAM and response.data.strip() and not response.is_damaged:
        what = "one JSON value" if response.is_json else "none"
        severity = Severity.INFO if response.is_json else Severity.WARNING
        yield severity, f"the content type says that the body is an event stream, but it is {what}"


def _media_type(headers: Headers) -> str:
    return (headers.get("content-type") or "").partition(";")[0].strip().lower()


def _line(body: Body) -> int | None:
    return bodies.line_of(body, 0)
