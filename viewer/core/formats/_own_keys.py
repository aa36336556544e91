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
    "vcrpy": (),
    "txtar": (),
    "httprr": (),
    "ruby-vcr": ("http_interactions[].response.adapter_metadata",),
    "r-vcr": (),
    "betamax": (),
    "betamax-tape": ("interactions[].recorded",),
    "dd-test-agent": (),
    "har": ("log.entries",),
    "nock": ("scope + reqheaders", "scope + rawHeaders", "scope + path"),
    "websocket": ("interactions[].direction",),
    "xai-grpc": (),
    "exvcr": ("request.request_body",),
    "php-vcr": ("response.curl_info",),
    "cassetter": ("ws_interactions", "grpc_interactions", "interactions[].request.body_content"),
    "req-llm": ("captured_at + model_spec",),
    "response-only": (),
    "claude-tap": ("upstream_base_url + request",),
    "claude-trace": ("logged_at + request",),
    "claude-agent-sdk": ("messages[].direction",),
    "azure-test-proxy": ("Entries[].RequestUri",),
    "easyvcr": ("Request.Uri",),
    "wiremock": ("mappings[].request", "request.bodyPatterns"),
    "batch-lines": ("custom_id",),
    "opencode": ("interactions[].transport",),
    "dvr": ("name + interactions[].recorded_at",),
    "req-cassette": ("interactions[].request.query_string", "interactions[].response.body_json"),
    "responses": ("responses[].response",),
    "wiremock-journal": ("requests[].request.loggedDate",),
    "hoverfly": ("data.pairs[].request",),
    "talkback": ("meta.reqHumanReadable", "meta + req + res"),
    "postman": ("info._postman_id",),
    "charles": ("actualPort",),
    "httpmock": ("when + then",),
    "mastra": ("recordings[].hash", "response.isStreaming"),
    "cachy": (),
    "saloon": ("statusCode + headers + data",),
    "govcr": ("Tracks[].Request",),
    "aimock": ("fixtures[].match",),
    "copilot-sdk": ("models + conversations[].messages",),
    "gemini-cli": (),
    "inspect": ("eval.eval_id",),
    "claude-code": ("isSidechain + sessionId", "leafUuid + summary"),
    "codex": ("payload + timestamp + type",),
    "copilot-cli": (),
    "gemini-cli-session": ("sessionId + projectHash + startTime",),
    "opencode-session": ("messages[].info + messages[].parts",),
    "otlp": ("resourceSpans[].scopeSpans",),
    "mitmproxy": (),
    "fiddler": (),
    "curl": (),
    "curl-trace": (),
    "node-replay": (),
    "httptest2": (),
    "raw-body": (),
}
"""By the name of the recorder: paths of which one is enough, those joined by `+` only together."""

_PATHS = tuple(
    (tuple(tuple(path.split(".")) for path in together.split(" + ")), name)
    for name, paths in OWN_KEYS.items()
    for together in paths
)


def owners_of(value: Value) -> frozenset[str]:
    """The recorders of whose own keys a document has one."""
    return frozenset(name for paths, name in _PATHS if all(_has(value, path) for path in paths))


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
