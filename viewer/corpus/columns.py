# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The columns of both tables. The rows, Parquet's schema, the README and the tests are made from, or held to, this.

Names are those of the OpenTelemetry semantic conventions (general, HTTP and GenAI) wherever they have one for a thing;
everything else begins with `cassette.`.
"""

from __future__ import annotations

from enum import Enum, auto

from viewer.dataclass import dataclass

OWN = "cassette."
"""What a column's name begins with where the conventions have none."""


class Kind(Enum):
    """What the values of a column are; `JSON` is text that holds a JSON value, `TEXTS` a list that may be empty."""

    TEXT = auto()
    TEXTS = auto()
    INTEGER = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    TIME = auto()
    JSON = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `meaning` also says when it is null, which one that `always` holds never is."""

    name: str
    kind: Kind
    meaning: str
    always: bool = False


def _always(name: str, kind: Kind, meaning: str) -> Column:
    return Column(name, kind, meaning, always=True)


_FILE = _always("cassette.file", Kind.TEXT, "the input, as the command line named or found it")
_NUMBER = _always("cassette.interaction", Kind.INTEGER, "number of the interaction in its file, from 0")

INTERACTIONS: tuple[Column, ...] = (
    _FILE,
    _NUMBER,
    Column("cassette.line", Kind.INTEGER, "line of the file on which it begins"),
    _always("cassette.recorder", Kind.TEXT, "what wrote the file, as in `cassette-viewer formats`"),
    Column("cassette.recorder.version", Kind.TEXT, "version of that format"),
    Column("cassette.id", Kind.TEXT, "the recorder's own number or name for the interaction"),
    Column("cassette.recorded_at", Kind.TIME, "when it was recorded; without a zone in the file taken for UTC"),
    Column("cassette.conversation", Kind.INTEGER, "number of the conversation in the file; null for no LLM call"),
    Column("cassette.continues", Kind.INTEGER, "the interaction that it continues"),
    Column("cassette.retry_of", Kind.INTEGER, "the failed interaction that it repeats"),
    _always("http.request.method", Kind.TEXT, "as recorded"),
    _always("url.full", Kind.TEXT, "as recorded"),
    Column("server.address", Kind.TEXT, "host of the URL"),
    Column("server.port", Kind.INTEGER, "port of the URL, that of its scheme where none is written"),
    Column("http.response.status_code", Kind.INTEGER, "null where no answer was recorded"),
    Column("error.type", Kind.TEXT, "the provider's word for the error, else its code, else the status; null if good"),
    Column("cassette.error.message", Kind.TEXT, "what the provider said of the error"),
    Column("gen_ai.provider.name", Kind.TEXT, "by host, else by dialect; null where neither tells"),
    Column("gen_ai.operation.name", Kind.TEXT, "`chat`, `embeddings` …; null for what is no call of a model"),
    Column("cassette.dialect", Kind.TEXT, "the dialect that reads it, as in `cassette-viewer formats`"),
    Column("gen_ai.request.model", Kind.TEXT, "the model that was asked"),
    Column("gen_ai.request.stream", Kind.BOOLEAN, "whether a stream was asked for; null for no LLM call"),
    Column("gen_ai.response.model", Kind.TEXT, "the model that says it answered"),
    Column("gen_ai.response.id", Kind.TEXT, "id of the answer"),
    _always("gen_ai.response.finish_reasons", Kind.TEXTS, "why each message of the answer ended"),
    Column(
        "gen_ai.usage.input_tokens",
        Kind.INTEGER,
        "tokens of what was asked, cached ones too; null if not reported",
    ),
    Column("gen_ai.usage.output_tokens", Kind.INTEGER, "tokens of the answer; null if not reported"),
    Column("gen_ai.usage.cache_read.input_tokens", Kind.INTEGER, "those of the input served from a cache"),
    Column("gen_ai.usage.cache_creation.input_tokens", Kind.INTEGER, "those of the input written to a cache"),
    Column("gen_ai.usage.reasoning.output_tokens", Kind.INTEGER, "those spent on reasoning"),
    Column("cassette.cost", Kind.NUMBER, "US dollars, as the provider reported"),
    Column("cassette.cost.estimate", Kind.NUMBER, "US dollars by the price list, where no cost was reported"),
    Column("cassette.duration", Kind.NUMBER, "seconds from request to end of response"),
    Column("cassette.framing", Kind.TEXT, "framing of a stream; null for a whole answer"),
    _always("cassette.events", Kind.INTEGER, "events of the stream"),
    _always("cassette.request.bytes", Kind.INTEGER, "size of the request's body, decoded"),
    _always("cassette.response.bytes", Kind.INTEGER, "size of the response's body, decoded"),
    Column("cassette.request.settings", Kind.JSON, "what the request says besides messages and tools"),
    _always("cassette.tools.declared", Kind.TEXTS, "names of the tools that the request offers"),
    _always("cassette.tools.called", Kind.TEXTS, "names of the tools that the answer calls, in order"),
    _always(
        "cassette.tools.failed", Kind.TEXTS, "names of the tools of which an error is told here for the first time"
    ),
    _always("cassette.problems", Kind.TEXTS, "what is wrong with it, each as `severity: text`"),
)

MESSAGES: tuple[Column, ...] = (
    _FILE,
    _NUMBER,
    _always("cassette.message.side", Kind.TEXT, "`system` instructions, `input` or `output`"),
    _always("cassette.message", Kind.INTEGER, "number of the message on its side, from 0"),
    _always("cassette.message.repeated", Kind.BOOLEAN, "whether an earlier interaction of the conversation holds it"),
    _always("cassette.message.role", Kind.TEXT, "`user`, `assistant`, `tool` …"),
    Column("cassette.message.name", Kind.TEXT, "name of who speaks"),
    Column("cassette.message.finish_reason", Kind.TEXT, "why it ended, in one vocabulary; null on the input side"),
    Column("cassette.message.native_finish_reason", Kind.TEXT, "the same in the provider's word"),
    Column("cassette.message.text", Kind.TEXT, "its texts, a line each; null where it has none"),
    Column("cassette.message.reasoning", Kind.TEXT, "its reasoning; null where it has none"),
    _always("cassette.message.tool_calls", Kind.TEXTS, "names of the tools that it calls"),
    _always("cassette.message.tool_results", Kind.TEXTS, "names of the tools whose results it brings"),
    _always("cassette.message.failed_tools", Kind.TEXTS, "of those, the ones that are said to have failed"),
    _always("cassette.message.parts", Kind.JSON, "all of its parts, in the shape of the GenAI conventions"),
)

TABLES: dict[str, tuple[Column, ...]] = {"interactions": INTERACTIONS, "messages": MESSAGES}
"""The columns of each table, by its name."""

VERSION = 2
"""Counts up with every change of what a column means; rows of another version are written again."""


def markdown(columns: tuple[Column, ...]) -> str:
    """The columns as a table for people; `!` marks those that are never null."""
    rows = (f"| `{c.name}`{' !' if c.always else ''} | {c.kind.name.lower()} | {c.meaning} |" for c in columns)
    return "\n".join(("| column | kind | |", "|---|---|---|", *rows))
