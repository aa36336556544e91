# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Keys that one recorder alone writes: wherever one stands, no reader but that recorder's own takes the file.

Many recorders write a request and a response under the same names, so that what is read is easily more than what was
meant. A path begins at the document, or at the first mapping of a document that is a list; `[]` goes to the first
mapping of a list.
"""

from __future__ import annotations

from viewer.core.formats._document import Value, first_mapping

OWN_KEYS: dict[str, tuple[str, ...]] = {
    "go-vcr": ("interactions[].request.request_uri", "interactions[].request.remote_addr"),
    "vcrpy": ("interactions[].request.uri.scheme",),
    "ruby-vcr": ("http_interactions[].response.adapter_metadata",),
    "dd-test-agent": (),
    "har": ("log.entries", "log._recordingName"),
    "nock": ("scope",),
    "websocket": ("interactions[].direction", "interactions[].kind"),
    "cassetter": ("ws_interactions", "grpc_interactions", "observed_requests"),
    "req-llm": ("captured_at", "model_spec"),
    "claude-tap": ("upstream_base_url",),
    "claude-trace": ("logged_at",),
    "azure-test-proxy": ("Entries[].RequestUri",),
    "easyvcr": ("Request.Uri", "RecordedAt"),
    "batch-lines": ("custom_id",),
}
"""By the name of the recorder."""

_PATHS = tuple((tuple(path.split(".")), name) for name, paths in OWN_KEYS.items() for path in paths)


def owners_of(value: Value) -> frozenset[str]:
    """The recorders of whose own keys a document has one."""
    return frozenset(name for path, name in _PATHS if _has(value, path))


def is_foreign(reader: str, owners: frozenset[str]) -> bool:
    """Whether a document of these owners is another recorder's; a reader that is not in the table is never told so."""
    return bool(owners - {reader}) and reader in OWN_KEYS


def _has(value: Value, path: tuple[str, ...]) -> bool:
    """Whether something stands at a path."""
    found = first_mapping(value) if isinstance(value, list) else value
    for step in path:
        name = step.removesuffix("[]")
        if not isinstance(found, dict) or name not in found:
            return False
        found = first_mapping(found[name]) if step.endswith("[]") else found[name]
    return True
