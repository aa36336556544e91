# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Messages of a gRPC stream (grpc.io) that a recorder kept in their protobuf JSON form, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from viewer.core.media_types import GRPC
from viewer.core.registry import Match
from viewer.core.streams._composed_lines import composed_lines, first_fields, no_message
from viewer.core.streams.api import StreamEvent


class GrpcDecoder:
    """Reads the body that readers compose of a recorded list of messages."""

    name = "grpc"
    title = "gRPC messages"
    content_types: tuple[str, ...] = (GRPC,)

    def match(self, body: bytes, content_type: str) -> Match:  # noqa: ARG002
        """Sure when the first line is a message."""
        return Match.SURE if body.startswith(b'{"grpc":') and first_fields(body).keys() == {"grpc"} else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each message; its payload is the message alone."""
        for index, line in enumerate(composed_lines(body)):
            if line.fields is None or "grpc" not in line.fields:
                yield StreamEvent(index, line.span, line.text, problems=no_message(index))
                continue
            message = line.fields["grpc"]
            yield StreamEvent(index, line.span, json.dumps(message, ensure_ascii=False), message, is_json=True)
