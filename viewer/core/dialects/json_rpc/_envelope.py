# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON-RPC 2.0 (jsonrpc.org/specification), the envelope of MCP and A2A: one message, or a batch of them."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import as_text, mapping
from viewer.core.messages import ApiError, JsonPath
from viewer.core.text.json_values import Json


def rpc_messages(body: Json) -> Iterator[tuple[dict[str, Json], JsonPath]]:
    """Each message of a body, with its path."""
    if isinstance(body, list):
        for index, item in enumerate(body):
            yield mapping(item), (index,)
    else:
        yield mapping(body), ()


def is_rpc(body: Json) -> bool:
    """Whether a body is a message of JSON-RPC, or a batch of them."""
    return any(told.get("jsonrpc") == "2.0" for told, _ in rpc_messages(body))


def rpc_id(told: dict[str, Json]) -> str | None:
    """A message's id as text; a notification has none."""
    return None if told.get("id") is None else as_text(told["id"])


def rpc_error(told: dict[str, Json]) -> ApiError | None:
    """The error that answers a call."""
    return error(told.get("error"))
