# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a row of the tree says: plain words made once from a recording; the delegate only paints them."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Literal

from viewer.core.errors import CassetteError, NotACassette, Severity
from viewer.core.messages import Text, ToolCall
from viewer.core.secrets.masking import Masker
from viewer.core.text.quantities import plural
from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from viewer.core.analysis import Exchange
    from viewer.core.conversations import Conversation
    from viewer.core.recording import Recording
    from viewer.gui.models.counts import Counts

Level = Literal["folder", "file", "conversation", "interaction"]
Mark = Literal["stream", "error", "http", "whole"]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row: two lines of words, marks, and what a filter looks at.

    `number` stands before the title; `left`, `detail` and `right` make the second line, of which `left` elides;
    `badge` names a file's recorder, `place` tells it from other files of its name. `troubled` and `unreadable` count
    what has problems in a folder, and files that cannot be read.
    """

    level: Level
    title: str
    left: str = ""
    detail: str = ""
    right: str = ""
    number: str = ""
    mark: Mark = "whole"
    status: int | None = None
    failed: bool = False
    retry_of: int | None = None
    secrets: bool = False
    problem: bool = False
    """The request failed, or an error or a warning was found, whatever the status says."""
    unread: str = ""
    """`new` or `changed` where the file on disk became another and nobody has looked yet."""
    badge: str = ""
    tip: str = ""
    spoken: str = ""
    model: str = ""
    host: str = ""
    tools: tuple[str, ...] = ()
    streamed: bool = False
    recorder: str = ""
    file: str = ""
    """The path of the file in lower case."""
    haystack: str = ""
    place: str = ""
    troubled: int = 0
    unreadable: int = 0

    @property
    def second_line(self) -> str:
        """The words of the second line that elide."""
        return " · ".join(filter(None, (self.place, self.left)))


def error_row(path: Path, error: CassetteError) -> Row:
    """A file that cannot be read, and why."""
    left = error.reason if isinstance(error, NotACassette) else f"cannot be read: {error.reason}"
    return Row(
        level="file",
        title=path.name,
        left=left,
        mark="error",
        failed=True,
        problem=True,
        tip=str(error),
        spoken=f"{path.name}, {left}",
        file=_file(str(path)),
        haystack=f"{path}\n{error.reason}".lower(),
    )


def folder_row(path: Path, above: Path | None, counts: Counts) -> Row:
    """A folder: its way from the folder above, and what is counted in it."""
    title = path.relative_to(above).as_posix() if above else path.name or str(path)
    facts = [plural(counts.cassettes, "cassette"), plural(counts.interactions, "interaction")]
    trouble = [f"{counts.troubled:,} with problems"] if counts.troubled else []
    trouble += [f"{counts.unreadable:,} unreadable"] if counts.unreadable else []
    return Row(
        level="folder",
        title=title,
        left=" · ".join(facts),
        tip="\n".join((str(path), ", ".join((*facts, *trouble)))),
        spoken=", ".join((f"Folder {title}", *facts, *trouble)),
        troubled=counts.troubled,
        unreadable=counts.unreadable,
    )


def file_row(path: Path, recording: Recording) -> Row:
    """A file: its name, recorder, models and counts."""
    cassette, threads = recording.cassette, recording.threads
    models = Counter(short_model(e.model) for e in recording.exchanges if e.model)
    first = [next(iter(models)) + (f" +{len(models) - 1}" if len(models) > 1 else "")] if models else []
    counts = [*first, plural(len(cassette.interactions), "interaction")]
    if threads.conversations:
        counts.append(plural(len(threads.conversations), "conversation"))
    badge, left = recorder_badge(recording), " · ".join(counts)
    problem = any(found.severity is not Severity.INFO for found in recording.problems)
    problem = problem or any(exchange.failed for exchange in recording.exchanges)
    spoken = ", ".join((path.name, badge, *counts, *(["with problems"] if problem else [])))
    tip, place = f"{path}\n{badge}", _file(str(path))
    return Row("file", path.name, left, badge=badge, tip=tip, spoken=spoken, problem=problem, file=place)


def _file(path: str) -> str:
    """A path as filters look at it; all rows of a file share it."""
    return sys.intern(path.replace("\\", "/").lower())


def recorder_badge(recording: Recording) -> str:
    """The recorder and its format version, such as `go-vcr v2`."""
    version = recording.cassette.version
    return f"{recording.cassette.recorder} v{version}" if version is not None else recording.cassette.recorder


def conversation_row(recording: Recording, conversation: Conversation) -> Row:
    """A conversation: what the user first said, and what happened in it."""
    turns = [recording.threads.turns[number] for number in conversation.exchanges]
    retries = sum(turn.retry_of is not None for turn in turns)
    calls = sum(len(calls_of(recording.exchanges[number])) for number in conversation.exchanges)
    facts = [plural(len(turns), "request")]
    facts += [plural(retries, "retry", "retries")] if retries else []
    facts += [plural(calls, "tool call")] if calls else []
    title = conversation.title or "(no user text)"
    return Row("conversation", title, " · ".join(facts), tip=title, spoken=f"Conversation: {title}, {', '.join(facts)}")


def interaction_row(recording: Recording, number: int) -> Row:
    """An interaction: endpoint, status, model, tokens, duration, events."""
    exchange, turn = recording.exchanges[number], recording.threads.turns[number]
    interaction, answer = exchange.interaction, exchange.answer
    status, target = interaction.response.status, interaction.request.target
    model = short_model(exchange.model)
    right = [duration_text(interaction.duration_ms)] if interaction.duration_ms is not None else []
    right += [f"{len(exchange.events)} ev"] if exchange.is_stream else []
    error = answer.error.message if exchange.failed and answer.error else ""
    endpoint = endpoint_of(exchange)
    return Row(
        level="interaction",
        title=endpoint,
        left=error or model or interaction.response.reason or interaction.request.method,
        detail="" if error else tokens(exchange),
        right=" · ".join(right),
        number=f"#{interaction.index}",
        mark=_mark(exchange),
        status=status,
        failed=exchange.failed,
        retry_of=turn.retry_of,
        secrets=bool(secrets_of(exchange, _MASKER)),
        problem=exchange.failed or any(problem.severity is not Severity.INFO for problem in exchange.problems),
        tip=f"{interaction.request.method} {interaction.request.url}",
        spoken=_spoken(exchange, turn.retry_of, endpoint),
        model=exchange.model or "",
        host=target.hostname or "",
        tools=tuple(call.name or "" for call in calls_of(exchange)),
        streamed=exchange.is_stream,
        recorder=recording.cassette.recorder,
        file=_file(recording.cassette.path),
        haystack=_haystack(exchange, recording.cassette.path),
    )


def _mark(exchange: Exchange) -> Mark:
    if exchange.failed:
        return "error"
    if exchange.is_stream:
        return "stream"
    return "whole" if exchange.dialect else "http"


def calls_of(exchange: Exchange) -> list[ToolCall]:
    """The tool calls of an answer."""
    return [part for message in exchange.answer.messages for part in message.parts if isinstance(part, ToolCall)]


def endpoint_of(exchange: Exchange) -> str:
    """The last two segments of the path: what tells one request from another at a glance."""
    target = exchange.interaction.request.target
    segments = [segment for segment in target.path.split("/") if segment]
    if segments:
        return "/" + "/".join(segments[-2:])
    return target.netloc or exchange.interaction.request.url or f"{exchange.framing or 'request'}, no address recorded"


def short_model(model: str | None) -> str:
    """A model's name without its vendor's folder."""
    return (model or "").rsplit("/", 1)[-1]


def tokens(exchange: Exchange) -> str:
    """Tokens in and out as the provider reported them, `197 → 41`; empty where it said nothing."""
    usage = exchange.answer.usage
    if usage is None or (usage.input_tokens is None and usage.output_tokens is None):
        return ""
    return f"{_count(usage.input_tokens)} → {_count(usage.output_tokens)}"


def _count(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _spoken(exchange: Exchange, retry_of: int | None, endpoint: str) -> str:
    """The row for a screen reader, as one sentence."""
    interaction, usage = exchange.interaction, exchange.answer.usage
    status = interaction.response.status
    words = [f"#{interaction.index}", f"{interaction.request.method} {endpoint}"]
    words.append(str(status) if status else "no answer")
    words += ["with problems"] if any(p.severity is not Severity.INFO for p in exchange.problems) else []
    words += [f"retry of #{retry_of}"] if retry_of is not None else []
    words += [short_model(exchange.model)] if exchange.model else []
    words += [exchange.answer.error.message] if exchange.answer.error else []
    words += [f"{usage.input_tokens} tokens in"] if usage and usage.input_tokens is not None else []
    words += [f"{usage.output_tokens} out"] if usage and usage.output_tokens is not None else []
    words += [duration_text(interaction.duration_ms)] if interaction.duration_ms is not None else []
    words += [plural(len(exchange.events), "event")] if exchange.is_stream else []
    return ", ".join(words)


_MASKER = Masker()


def secrets_of(exchange: Exchange, masker: Masker) -> int:
    """How many values of an exchange's headers, URL and smaller bodies `masker` hides."""
    interaction = exchange.interaction
    fields = (*interaction.request.headers, *interaction.response.headers)
    count: int = sum(masker.header(*field) != field[1] for field in fields)
    count += int(masker.url(interaction.request.url) != interaction.request.url)
    for text in (exchange.request.text, exchange.response.text):
        if text and len(text) <= _SEARCHED_MOST:
            count += len(masker.found(text))
    return count


_SEARCHED_MOST = 100_000
_HAYSTACK_MOST = 20_000


def _haystack(exchange: Exchange, path: str) -> str:
    """What free text looks for, in lower case: the file's name and folders, URL, models, words said on either side."""
    said = [
        path,
        exchange.interaction.request.url,
        exchange.model or "",
        str(exchange.interaction.response.status or ""),
    ]
    messages = (*(exchange.prompt.messages if exchange.prompt else ()), *exchange.answer.messages)
    for message in messages:
        for part in message.parts:
            if isinstance(part, Text):
                said.append(part.content[:2000])
            elif isinstance(part, ToolCall):
                said.append(f"{part.name} {part.arguments[:500]}")
    if exchange.answer.error:
        said.append(exchange.answer.error.message)
    return "\n".join(said)[:_HAYSTACK_MOST].lower()
