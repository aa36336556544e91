# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of xAI's gRPC API, as Pydantic AI's tests record its client (github.com/pydantic/pydantic-ai).

YAML with the protobuf JSON form of each message, and beside it the bytes (`raw`), which say the same. An item is a call
that was answered at once (`request_sample`), one that was streamed (`request_stream`), or a method of the collections
API. The recorder keeps no URL: that of the gRPC method stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.formats._composed import Line, composed_body
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.media_types import GRPC
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KINDS = frozenset({"request_sample", "request_stream", "collections_method"})
_KNOWN_ROOT = frozenset({"version", "interactions"})
_KNOWN_INTERACTION = _KINDS | {"response_sample", "response_stream"}
_KNOWN_MESSAGE = frozenset({"json", "raw"})
_KNOWN_STREAM = frozenset({"chunks_json", "chunks_raw"})
_KNOWN_CHUNK = frozenset({"chunk"})
_KNOWN_METHOD = frozenset(
    {"method", "request_json", "request_raw", "response_json", "response_raw", "response_proto_type"}
)
_HOST = "https://api.x.ai"
_CHAT = f"{_HOST}/xai_api.Chat/"


class XaiGrpcReader:
    """Reads recorded calls of xAI's client."""

    name = "xai-grpc"
    title = "xAI gRPC cassette"
    suffixes: tuple[str, ...] = (".yaml", ".yml")
    outlined: tuple[tuple[str, ...], ...] = (("interactions",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first interaction is one of the three kinds."""
        first = first_mapping(mapping(probe.document.value).get("interactions"))
        return Match.SURE if first.keys() & _KINDS else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        elements = root["interactions"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems, version=root["version"].integer())


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_INTERACTION)
    kind = next((kind for kind in _KINDS if entry[kind].value is not None), "request_sample")
    request, response = _HOW[kind](entry)
    return Interaction(index, request, response, place=entry.place, problems=tuple(entry.problems))


def _sample(entry: Entry) -> tuple[Request, Response]:
    """A call that was answered at once."""
    sent, came = entry["request_sample"], entry["response_sample"]
    came.expect(_KNOWN_MESSAGE, "json")
    return _asked("GetCompletion", sent), _answered(came["json"])


def _stream(entry: Entry) -> tuple[Request, Response]:
    """A call whose answer came message by message."""
    came = entry["response_stream"]
    came.expect(_KNOWN_STREAM, "chunks_json")
    chunks = came["chunks_json"]
    body = composed_body(_chunks(chunks), chunks.place, GRPC) if chunks.value is not None else Body()
    return _asked("GetCompletionChunk", entry["request_stream"]), _response(body)


def _method(entry: Entry) -> tuple[Request, Response]:
    """A call of another service, of which the recorder tells the method of its client."""
    called = entry["collections_method"]
    called.expect(_KNOWN_METHOD, "method")
    sent = called["request_json"]
    url = f"{_HOST}/collections/{called['method'].text()}"
    return Request("POST", url, body=_message(sent)), _answered(called["response_json"])


_HOW = {"request_sample": _sample, "request_stream": _stream, "collections_method": _method}


def _asked(method: str, entry: Entry) -> Request:
    entry.expect(_KNOWN_MESSAGE, "json")
    return Request("POST", _CHAT + method, body=_message(entry["json"]))


def _answered(entry: Entry) -> Response:
    return Response(200 if entry.value is not None else None, body=_message(entry))


def _response(body: Body) -> Response:
    return Response(200 if body.stored is not None else None, body=body)


def _message(entry: Entry) -> Body:
    return entry.parsed_body() if entry.value is not None else Body(place=entry.place)


def _chunks(entry: Entry) -> Iterator[Line]:
    """Each message of the stream, without the mapping that the recorder puts around it."""
    for element in entry.elements():
        wrapped = mapping(element.value).get("chunk")
        if wrapped is not None:
            element.expect(_KNOWN_CHUNK)
        yield Line({"grpc": element.value if wrapped is None else wrapped}, element.line)
