# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Amazon Bedrock's agents and knowledge bases, at the host `bedrock-agent-runtime`.

Reference: docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_InvokeAgent.html and its siblings
Retrieve and RetrieveAndGenerate. A chunk's bytes are plain text, and no event says that the answer ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    MetaDelta,
    PartDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
)
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.bedrock._agent_trace import trace_deltas
from viewer.core.dialects.bedrock._envelope import body_error, exception
from viewer.core.messages import Blob, Message, Other, Prompt, Text
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.streams.payload_part import inside
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/agents/[^/]+/agentAliases/[^/]+/sessions/[^/]+/text$|/retrieveAndGenerate(Stream)?$")
_INLINE = re.compile(r"//bedrock-agent-runtime[^/]*/agents/[^/]+$")
_RETRIEVE = re.compile(r"/knowledgebases/[^/]+/retrieve$")
_ASKED = (("inputText",), ("input", "text"), ("retrievalQuery", "text"))


class BedrockAgents:
    """The dialect of InvokeAgent, Retrieve and RetrieveAndGenerate."""

    name = "bedrock.agents"
    title = "Bedrock agents"
    terminator: str | None = None
    tells_its_end = False

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path, or by an agent's trace."""
        path = unquote(interaction.request.target.path).rstrip("/")
        target = interaction.request.target
        if _PATH.search(path) or _RETRIEVE.search(path) or _INLINE.search(f"//{target.netloc}{path}"):
            return Match.SURE
        is_trace = "agentAliasId" in mapping(first.json if first else None)
        return Match.LIKELY if is_trace and first is not None and first.name == "trace" else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        told = mapping(body)
        messages = [
            Message("user", (Text(text),), path=path)
            for path in _ASKED
            if (text := string(mapping(told.get(path[0])).get("text") if len(path) > 1 else told.get(path[0])))
        ]
        if not messages and not is_blank(body):
            messages = [Message("user", (Other("body", body),))]
        return Prompt(messages=tuple(messages), settings={k: v for k, v in told.items() if k != "inputText"})

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON can only be a server's complaint."""
        if isinstance(body, dict):
            yield from _answered(body)
        elif isinstance(body, str) and (found := error(body.strip())):
            yield ErrorDelta(found)
        elif not is_blank(body):
            yield UnknownDelta("answer", body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        told = mapping(event.json)
        if failed := exception(event):
            yield ErrorDelta(failed)
        elif event.name == "chunk" or "bytes" in told:
            yield from _chunk(event, told)
        elif event.name == "output" and isinstance(told.get("text"), str):
            yield TextDelta(string(told["text"]), path=("text",))
        elif event.name == "guardrail":
            yield PartDelta(Other("guardrail", event.json))
        elif "trace" in told:
            yield from trace_deltas(told["trace"], event.index, ("trace",))
        elif "files" in told:
            yield from _files(told)
        elif "invocationInputs" in told:
            yield from _returned(told, event.index)
        elif told:
            yield from _answered(told)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """Without streaming there is no InvokeAgent; its answer in the shape of RetrieveAndGenerate."""
        texts = [part for message in answer.messages for part in message.parts if isinstance(part, Text)]
        cited: list[Json] = [citation for text in texts for citation in text.annotations]
        shown: dict[str, Json] = {"sessionId": answer.id} if answer.id else {}
        shown["output"] = {"text": "".join(text.content for text in texts)}
        return {**shown, "citations": cited} if cited else shown


def _answered(body: dict[str, Json]) -> Iterator[Delta]:
    output = mapping(body.get("output"))
    if isinstance(output.get("text"), str):
        if id_ := optional_string(body.get("sessionId")):
            yield MetaDelta(id_, path=("sessionId",))
        yield TextDelta(string(output["text"]), path=("output", "text"))
    if found := sequence(body.get("citations")):
        yield AnnotationDelta(tuple(found), path=("citations",))
    elif isinstance(body.get("citation"), dict):
        yield AnnotationDelta((body["citation"],), path=("citation",))
    if isinstance(body.get("retrievalResults"), list):
        yield PartDelta(Other("retrieval_results", body["retrievalResults"]), path=("retrievalResults",))
    elif not {"output", "citations", "citation", "guardrailAction"} & body.keys():
        failed = body_error(body)
        yield ErrorDelta(failed) if failed else UnknownDelta("answer", body)


def _chunk(event: StreamEvent, told: dict[str, Json]) -> Iterator[Delta]:
    """Plain text, whatever it looks like, and what it is founded on."""
    text = inside(told.get("bytes")) if "bytes" in told else event.data
    if text is None:
        yield UnknownDelta("chunk", event.json)
    elif text:
        yield TextDelta(text, path=("bytes",) if "bytes" in told else ())
    if found := sequence(mapping(told.get("attribution")).get("citations")):
        yield AnnotationDelta(tuple(found), path=("attribution", "citations"))


def _files(told: dict[str, Json]) -> Iterator[Delta]:
    for number, item in enumerate(sequence(told["files"])):
        file, data = mapping(item), mapping(item).get("bytes")
        part = (
            Blob("document", optional_string(file.get("type")), data) if isinstance(data, str) else Other("file", item)
        )
        yield PartDelta(part, path=("files", number))


def _returned(told: dict[str, Json], event: int) -> Iterator[Delta]:
    """Calls that the agent leaves to the client."""
    for number, item in enumerate(sequence(told["invocationInputs"])):
        for kind, value in mapping(item).items():
            call = mapping(value)
            name = optional_string(call.get("function")) or optional_string(call.get("apiPath")) or kind
            arguments = as_text(call.get("parameters", call.get("requestBody")))
            id_ = optional_string(told.get("invocationId"))
            yield ToolCallDelta(arguments, id_, name, key=(event, number), path=("invocationInputs", number, kind))
