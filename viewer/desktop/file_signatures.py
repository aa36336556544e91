# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the files of each recorder family begin with, as bytes at offsets: all that a desktop looks at.

The readers in `viewer.core.formats` parse a document and look at its first interaction; a desktop has the first 4 KiB
and no parser. So a signature names the key that a recorder writes first, where a line begins, and what must come
after it. Comments, byte-order marks and either line end may stand before and between.
"""

from __future__ import annotations

from viewer.dataclass import dataclass

YAML = "application/x-vcr-cassette+yaml"
JSON = "application/x-vcr-cassette+json"
TOML = "application/x-vcr-cassette+toml"
JSON_LINES = "application/x-vcr-cassette+jsonl"
TXTAR = "application/x-vcr-cassette+txtar"
HAR = "application/har+json"
HTTPRR = "application/x-httprr"

READ = 4096
"""Bytes that are looked at: GIO reads no more of a file."""

_COMMENT = 2048  # how far a first key may be from the beginning: a licence and a note fit before it
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Bytes that begin at an offset from `first` to `last`, both included."""

    value: bytes
    first: int = 0
    last: int = 0

    def is_in(self, data: bytes) -> bool:
        """Whether the beginning of a file has them."""
        return data.find(self.value, self.first, self.last + len(self.value)) >= 0


Group = tuple[Pattern, ...]
"""Patterns of which one must be there."""


@dataclass(frozen=True, slots=True)
class Signature:
    """How files of some recorder families begin: a pattern of every group is there."""

    families: tuple[str, ...]
    media_type: str
    groups: tuple[Group, ...]

    def fits(self, data: bytes) -> bool:
        """Whether a file that begins with `data` has this signature."""
        return all(any(pattern.is_in(data[:READ]) for pattern in group) for group in self.groups)


def _line(text: bytes, within: int = _COMMENT) -> Group:
    """A line that begins so, the first or a later one."""
    return Pattern(text), Pattern(_BOM + text), Pattern(b"\n" + text, 0, within)


def _lines(*texts: bytes) -> Group:
    return tuple(pattern for text in texts for pattern in _line(text))


def _any(*values: bytes, start: int = 0, end: int = READ) -> Group:
    """One of the values, whole between two offsets."""
    return tuple(Pattern(value, start, end - len(value)) for value in values)


def _opens(bracket: bytes) -> Group:
    """The first character of a JSON document, a byte-order mark or a blank line aside."""
    return tuple(Pattern(before + bracket) for before in (b"", _BOM, b"\n", b"\r\n"))


def _field(key: bytes, *values: bytes, start: int, end: int = READ) -> Group:
    """A JSON field whose value begins so, as it is written with and without a space."""
    return _any(
        *(b'"%s":%s%s' % (key, space, value) for value in values for space in (b" ", b"")), start=start, end=end
    )


def _signature(families: str, media_type: str, *groups: Group) -> Signature:
    return Signature(tuple(families.split()), media_type, groups)


_OBJECT, _LIST = _opens(b"{"), _opens(b"[")
_HTTP = (b'"http', b'"~r/', b'"<')  # a URL, ExVCR's pattern for one, a URL whose host a recorder's filter replaced
_BLOCK = (b"interactions:\n", b"interactions:\r", b"interactions: \n", b"interactions: \r")
_FIRST = (b" request:", b" response:", b" request_s", b" collections_method:", b" kind: message", b" kind: close")
_LISTS = (b"grpc_interactions", b"ws_interactions", b"observed_requests")

SIGNATURES: tuple[Signature, ...] = (
    # `interactions:`, with or without `---`, `version:` and other keys before it
    _signature("vcrpy go-vcr cassetter xai-grpc websocket", YAML, _lines(*_BLOCK), _any(*_FIRST)),
    _signature("betamax-tape", YAML, _lines(*_BLOCK), _any(b" recorded:")),
    _signature("vcrpy", YAML, _line(b"interactions: []"), _line(b"version: ")),
    _signature("vcrpy", YAML, _line(b"- request: !!python/object:vcr.")),
    _signature("cassetter", YAML, _line(b"version: "), _lines(*(name + b":" for name in _LISTS))),
    _signature("ruby-vcr r-vcr", YAML, _line(b"http_interactions:")),
    _signature("ruby-vcr", YAML, _line(b"- !ruby/struct:VCR::")),
    _signature("php-vcr", YAML, _lines(b"-\n    request:", b"-\r\n    request:"), _any(b" method:"), _any(b" url:")),
    _signature("har", YAML, _line(b"log:"), _any(b"  _recordingName:")),
    _signature("har", YAML, _line(b"log:"), _any(b"  creator:"), _any(b"  entries:", b"  version:")),
    _signature(
        "claude-agent-sdk",
        YAML,
        _line(b"messages:"),
        _any(b" type: control_re", b"direction: send", b"direction: recv"),
    ),
    _signature(
        "cassetter", TOML, _line(b"[[interactions]]"), _lines(b"[interactions.request]", b"[interactions.response]")
    ),
    _signature("cassetter", TOML, _lines(*(b"[[" + name + b"]]" for name in _LISTS))),
    # `"interactions"` after `"version"`; without it a URL proves that this is no Pact contract
    _signature(
        "vcrpy go-vcr req-cassette",
        JSON,
        _OBJECT,
        _any(b'"version"', start=1, end=32),
        _any(b'"interactions"', start=8, end=96),
        _any(b'"request"', start=24),
    ),
    _signature(
        "vcrpy go-vcr",
        JSON,
        _OBJECT,
        _any(b'"interactions"', start=1, end=32),
        _any(b'"request"', start=16, end=160),
        _field(b"uri", *_HTTP, start=24) + _field(b"url", *_HTTP, start=24),
    ),
    _signature("betamax ruby-vcr r-vcr", JSON, _OBJECT, _any(b'"http_interactions"', start=1, end=160)),
    # a stub for WireMock begins like this, with a path for its URL
    _signature(
        "dd-test-agent",
        JSON,
        _OBJECT,
        _any(b'"request"', start=1, end=32),
        _field(b"url", *_HTTP, start=12),
        _any(b'"method"', start=12),
    ),
    _signature(
        "req-llm", JSON, _OBJECT, _any(b'"request"', start=1, end=32), _any(b'"b64"', b'"canonical_json"', start=12)
    ),
    _signature(
        "req-llm",
        JSON,
        _OBJECT,
        _any(b'"captured_at"', start=1, end=512),
        _any(b'"model_spec"', b'"chunks"', b'"request"', start=1),
    ),
    _signature("nock", JSON, _LIST, _field(b"scope", b'"http', start=2, end=80)),
    _signature("exvcr vcrpy", JSON, _LIST, _any(b'"request"', start=2, end=48), _any(b'"body"', start=12, end=96)),
    _signature(
        "exvcr php-vcr", JSON, _LIST, _any(b'"request"', start=2, end=48), _field(b"url", *_HTTP, start=12, end=512)
    ),
    _signature(
        "response-only",
        JSON,
        _OBJECT,
        _any(b'"status"', start=1, end=24),
        _field(b"headers", b"{", b"[", start=10, end=64),
        _any(b'"body"', start=24),
    ),
    _signature(
        "claude-agent-sdk",
        JSON,
        _OBJECT,
        _any(b'"messages"', start=1, end=1024),
        _field(b"direction", b'"send"', b'"recv"', start=12),
        _any(b'"message"', start=12),
    ),
    _signature(
        "har",
        HAR,
        _OBJECT,
        _field(b"log", b"{", start=1, end=48),
        _any(b'"_recordingName"', b'"creator"', b'"entries"', start=8, end=1024),
    ),
    _signature(
        "claude-trace",
        JSON_LINES,
        _OBJECT,
        _any(b'"request"', start=1, end=64),
        _any(b'"timestamp"', start=8, end=128),
        _any(b'"logged_at"', b'"url"', start=8),
    ),
    _signature(
        "azure-test-proxy", JSON, _OBJECT, _field(b"Entries", b"[", start=1, end=64), _any(b'"RequestUri"', start=8)
    ),
    _signature(
        "easyvcr", JSON, _LIST, _any(b'"Request"', b'"RecordedAt"', start=1, end=512), _any(b'"Duration"', start=1)
    ),
    _signature(
        "batch-lines",
        JSON_LINES,
        _OBJECT,
        _any(b'"custom_id"', start=1, end=256),
        _any(b'"body"', b'"result"', b'"response"', start=8),
    ),
    _signature("claude-tap", JSON_LINES, _OBJECT, _any(b'"upstream_base_url"', start=1), _any(b'"request"', start=1)),
    _signature(
        "claude-tap",
        JSON_LINES,
        _OBJECT,
        _any(b'"turn"', start=1, end=512),
        _any(b'"transport"', start=1, end=512),
        _any(b'"request"', start=1),
    ),
    _signature("responses", YAML, _line(b"responses:"), _any(b"- response:")),
    _signature("httpmock", YAML, _line(b"when:"), _line(b"then:", READ), _any(b"  status: ")),
    _signature("copilot-sdk", YAML, _line(b"models:"), _line(b"conversations:", READ), _any(b"- role: ")),
    _signature(
        "opencode",
        JSON,
        _OBJECT,
        _any(b'"interactions"', start=1),
        _field(b"transport", b'"http"', b'"websocket"', start=8),
    ),
    _signature("dvr", JSON, _OBJECT, _any(b'"interactions"', start=1, end=160), _any(b'"recorded_at"', start=8)),
    _signature(
        "wiremock-journal", JSON, _OBJECT, _any(b'"requests"', start=1, end=32), _any(b'"absoluteUrl"', start=8)
    ),
    _signature("hoverfly", JSON, _OBJECT, _any(b'"data"', start=1, end=32), _field(b"pairs", b"[", start=8, end=64)),
    _signature("mastra", JSON, _OBJECT, _field(b"recordings", b"[", start=1), _field(b"hash", b'"', start=8)),
    _signature("mastra", JSON, _LIST, _field(b"hash", b'"', start=2, end=48), _any(b'"request"', start=8, end=128)),
    _signature("saloon", JSON, _OBJECT, _any(b'"statusCode"', start=1, end=32), _field(b"data", b'"', start=16)),
    _signature("govcr", JSON, _OBJECT, _field(b"Tracks", b"[", start=1, end=32), _any(b'"Request"', start=8)),
    _signature("aimock", JSON, _OBJECT, _field(b"fixtures", b"[", start=1), _field(b"match", b"{", start=8)),
    _signature("cachy", JSON_LINES, _OBJECT, _field(b"key", b'"', start=1, end=32), _field(b"response", b'"', start=8)),
    _signature(
        "gemini-cli",
        JSON_LINES,
        _OBJECT,
        _field(b"method", b'"generateContent', b'"countTokens', b'"embedContent', start=1, end=64),
        _any(b'"response"', start=8),
    ),
    _signature("httprr", HTTPRR, (Pattern(b"httprr trace v"),)),
    _signature("txtar", TXTAR, _line(b"-- request --"), _lines(b"-- streaming", b"-- non-streaming", b"{")),
    _signature("txtar", TXTAR, _lines(b"-- streaming --", b"-- non-streaming --", b"-- streaming/tool-call --")),
)

WITHOUT_SIGNATURE: dict[str, str] = {
    "wiremock": "a stub begins like any JSON with a request in it, and belongs to an editor",
    "talkback": "JSON5 has no media type of its own, and belongs to an editor",
    "postman": "a collection belongs to Postman",
    "charles": "a session belongs to Charles",
    "fiddler": "a session archive belongs to Fiddler",
    "mitmproxy": "a flow file begins with a number",
    "inspect": "a log belongs to Inspect's own viewer",
    "claude-code": "a session log begins like any JSON lines, and its program may still write it",
    "codex": "a session log begins like any JSON lines, and its program may still write it",
    "copilot-cli": "a session log begins like any JSON lines, and its program may still write it",
    "gemini-cli-session": "a session log begins like any JSON lines, and its program may still write it",
    "opencode-session": "a session begins like any JSON, and can be imported by its own program",
    "otlp": "a trace may hold no call of a model, and belongs to a tracing backend",
    "curl": "what a program printed is any text",
    "curl-trace": "what a program printed is any text",
    "node-replay": "a fixture has no suffix and begins like any text",
    "httptest2": "a mock is R source, and belongs to an editor",
    "raw-body": "a bare answer of an API begins like any JSON or event stream",
}
"""Recorder families whose files have none, and why: they are opened from the menu, never by double-click."""
