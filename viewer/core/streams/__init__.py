# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""decoded body -> StreamEvents. One module per wire framing; the order of `DECODERS` breaks ties."""

from __future__ import annotations

from viewer.core.registry import Registry
from viewer.core.streams.api import STOPS, Decoder, Direction, StreamEvent
from viewer.core.streams.event_list import EventList

__all__ = ["DECODERS", "STOPS", "Decoder", "Direction", "EventList", "StreamEvent", "frame"]

DECODERS: Registry[Decoder] = Registry(
    "viewer.decoders",
    (
        "viewer.core.streams.sse:SseDecoder",
        "viewer.core.streams.aws_event_stream:AwsEventStreamDecoder",
        "viewer.core.streams.websocket:WebSocketDecoder",
        "viewer.core.streams.grpc:GrpcDecoder",
        "viewer.core.streams.ndjson:NdjsonDecoder",
        "viewer.core.streams.json_array:JsonArrayDecoder",
        "viewer.core.streams.ai_data_stream:AiDataStreamDecoder",
    ),
    {
        # The first byte of a message's length, which is at most 24 MiB.
        "viewer.core.streams.aws_event_stream:AwsEventStreamDecoder": (b"\0", b"\1"),
        "viewer.core.streams.websocket:WebSocketDecoder": (b'{"direction":',),
        "viewer.core.streams.grpc:GrpcDecoder": (b'{"grpc":',),
        "viewer.core.streams.ndjson:NdjsonDecoder": (b"{",),
        "viewer.core.streams.json_array:JsonArrayDecoder": (b"[",),
        "viewer.core.streams.ai_data_stream:AiDataStreamDecoder": (b"f:", b"0:", b"2:", b"9:", b"g:", b"3:"),
    },
)
"""Their signs stand behind a byte-order mark and blanks."""
_MARK = b"\xef\xbb\xbf"

_NO_EVENTS = EventList()


def frame(data: bytes, content_type: str | None) -> tuple[str | None, EventList]:
    """The framing's name and the events of a decoded body; None and no events when it is not a stream."""
    beginning = data.removeprefix(_MARK).lstrip()
    decoder = DECODERS.best(lambda decoder: decoder.match(data, content_type or ""), beginning)
    if decoder is None:
        return None, _NO_EVENTS
    return decoder.name, EventList(decoder.events(data), data)
