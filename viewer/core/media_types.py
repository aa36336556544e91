# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Media types of the bodies that readers compose of what recorders kept apart, and framings take apart again.

The first two are JSON lines. A websocket message is `{"direction": "sent" or "received", "time_ms": from the request or
null, "data": ...}`: data is a text as recorded, or the value that a recorder parsed it to. What is no text message has
an `opcode` too (RFC 6455, 5.2): the data of a binary one is base64, that of a close is a mapping with `code` and
`reason`. A message of a gRPC stream is `{"grpc": its protobuf JSON form}`.
"""

from __future__ import annotations

WEBSOCKET = "application/vnd.cassette-viewer.websocket+jsonl"
"""A websocket session, both directions."""

GRPC = "application/vnd.cassette-viewer.grpc+jsonl"
"""The messages that a gRPC call streamed back."""

SAID = "application/vnd.cassette-viewer.said+json"
"""A request that a reader composed of what was said, where the recorder kept nothing else: no tools are told."""

COMPACTS = "compacts_response_id"
"""The setting by which such a request names the last answer of the conversation that it begins with a summary of."""

AGENT, SESSION = "agent_id", "agent_session_id"
"""The settings by which such a request names the sub-agent that asks, and the session that started it."""

STARTED = "started_agent_ids"
"""The setting by which such a request names, by the id of a call that it reports on, the sub-agent that was started."""

CLIENT_TEXTS, CLIENT_TEXT_BEGINNING = "client_texts", 200
"""The setting by which such a request names texts that the client wrote in the user's name: their first characters."""

BINARY, CLOSE, PING, PONG = 2, 8, 9, 10
"""Opcodes of what is no text message (RFC 6455, 5.2)."""
