# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a row of the tree says: plain words made once from a recording; the delegate only paints them.

Rule: what a cassette says goes through `_masked`, before it is cut. A row is made once and masked; while secrets are
shown, another is made of the same interaction for whoever looks at it (`documents/revealed_rows.py`).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import fields, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from viewer.core.errors import CassetteError, NotACassette, count_problems
from viewer.core.secrets.masking import Masker
from viewer.core.spooled_summaries import calls_of, tally_of
from viewer.core.text.quantities import plural
from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass
from viewer.gui.models.figures import NO_FIGURES, Figures, figures_of

if TYPE_CHECKING:
    from pathlib import Path

    from viewer.core.contents import Contents
    from viewer.core.summary import Summary
    from viewer.gui.models.counts import Counts

_MASKER = Masker()
_MARKUP = re.compile(r"\*\*|`|^#+ ")
"""Signs of Markdown that say nothing in a row."""
Level = Literal["folder", "file", "range", "conversation", "interaction"]
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
    failed_tools: tuple[str, ...] = ()
    """Tools of which an error is told here for the first time."""
    streamed: bool = False
    recorder: str = ""
    file: str = ""
    """The path of the file in lower case."""
    haystack: str = ""
    """Words of the row that a filter looks for besides the title, in lower case."""
    figures: Figures = NO_FIGURES
    place: str = ""
    troubled: int = 0
    unreadable: int = 0

    @property
    def second_line(self) -> str:
        """The words of the second line that elide."""
        return " · ".join(filter(None, (self.place, self.left)))

    @property
    def read(self) -> Row:
        """The row after what is new in it was looked at."""
        if not self.unread:
            return self
        spoken = self.spoken.removeprefix(f"{self.unread}, ")
        return replace(self, unread="", tip=self.tip.rpartition("\n")[0], spoken=spoken)


Told = TypeVar("Told", "Row", "Summary")


def _masked(told: Told, masker: Masker = _MASKER) -> Told:
    """With the secrets in its words masked; one look at all of them tells whether there are any."""
    if masker.show:
        return told
    values = {field.name: getattr(told, field.name) for field in fields(told) if field.name != "text"}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    lists = {name: value for name, value in values.items() if value and isinstance(value, tuple)}
    lists = {name: value for name, value in lists.items() if all(isinstance(item, str) for item in value)}
    if not masker.found("\n".join(chain(texts.values(), *lists.values()))):
        return told
    masked: dict[str, Any] = {name: masker.text(said) for name, said in texts.items()}
    masked |= {name: tuple(map(masker.text, said)) for name, said in lists.items()}
    return replace(told, **masked)


def error_row(path: Path, error: CassetteError) -> Row:
    """A file that cannot be read, and why."""
    left = error.reason if isinstance(error, NotACassette) else f"cannot be read: {error.reason}"
    row = Row(
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
    return _masked(row)


def folder_row(path: Path, above: Path | None, counts: Counts) -> Row:
    """A folder: its way from the folder above, and what is counted in it."""
    title = path.relative_to(above).as_posix() if above else path.name or str(path)
    facts = [plural(counts.cassettes, "cassette"), plural(counts.interactions, "interaction")]
    trouble = [f"{counts.troubled:,} with problems"] if counts.troubled else []
    trouble += counts.problems.words
    trouble += [f"{counts.unreadable:,} unreadable"] if counts.unreadable else []
    trouble += [f"{counts.secrets:,} with secrets"] if counts.secrets else []
    return Row(
        level="folder",
        title=title,
        left=" · ".join(facts),
        tip="\n".join((str(path), ", ".join((*facts, *trouble)))),
        spoken=", ".join((f"Folder {title}", *facts, *trouble)),
        troubled=counts.troubled,
        unreadable=counts.unreadable,
        secrets=counts.secrets > 0,
    )


def file_row(path: Path, contents: Contents) -> Row:
    """A file: its name, recorder, models and counts."""
    models = Counter[str]()
    for model, count in tally_of(contents.summaries).models.items():
        models[short_model(_MASKER.text(model))] += count
    first = [next(iter(models)) + (f" +{len(models) - 1}" if len(models) > 1 else "")] if models else []
    counts = [*first, plural(len(contents.summaries), "interaction")]
    if len(contents.threads):
        counts.append(plural(len(contents.threads), "conversation"))
    badge, left = recorder_badge(contents), " · ".join(counts)
    problem, secrets = contents.troubled, bool(tally_of(contents.summaries).secrets)
    problems = ", ".join(contents.counts.words)
    marks = ["with problems"] * problem + ["with secrets"] * secrets
    row = Row(
        level="file",
        title=path.name,
        left=left,
        secrets=secrets,
        problem=problem,
        badge=badge,
        tip="\n".join(filter(None, (str(path), badge, problems, *(["Holds secrets"] * secrets)))),
        spoken=", ".join((path.name, badge, *counts, *marks)),
        file=_file(str(path)),
    )
    return _masked(row)


def _file(path: str) -> str:
    """A path as filters look at it; all rows of a file share it."""
    return sys.intern(path.replace("\\", "/").lower())


def recorder_badge(contents: Contents) -> str:
    """The recorder and its format version, such as `go-vcr v2`."""
    return f"{contents.recorder} v{contents.version}" if contents.version is not None else contents.recorder


def range_row(first: int, last: int, count: int) -> Row:
    """Neighbours in a file of very many: the numbers of the first and the last interaction, and how many rows."""
    title, left = f"#{first:,} – #{last:,}", plural(count, "row")
    return Row("range", title, left, tip=title, spoken=f"Interactions {first} to {last}, {left}")


def conversation_row(contents: Contents, number: int, masker: Masker = _MASKER, *, calls: int | None = None) -> Row:
    """A conversation: what the user first said, and what happened in it; `calls` where they were counted already."""
    threads = contents.threads
    retries = threads.retries(number)
    if calls is None:
        calls = sum(calls_of(contents.summaries, member) for member in threads.members(number))
    facts = [plural(threads.count(number), "request")]
    facts += [plural(retries, "retry", "retries")] if retries else []
    facts += [plural(calls, "tool call")] if calls else []
    title = threads.title(number) or "(no user text)"
    spoken = f"Conversation: {title}, {', '.join(facts)}"
    return _masked(Row("conversation", title, " · ".join(facts), tip=title, spoken=spoken), masker)


def interaction_row(contents: Contents, number: int, masker: Masker = _MASKER) -> Row:
    """An interaction: what happened, status, model, tokens, duration, events."""
    summary, turn = _masked(contents.summaries[number], masker), contents.threads.turns[number]
    right = [duration_text(summary.duration_ms)] if summary.duration_ms is not None else []
    right += [f"{summary.events:,} ev"] if summary.is_stream else []
    error = (summary.error or "") if summary.failed else ""
    return Row(
        level="interaction",
        title=happening(summary, masker),
        left=error or short_model(summary.model) or summary.reason or summary.method,
        detail="" if error else tokens(summary),
        right=" · ".join(right),
        number=f"#{summary.index}",
        mark=_mark(summary),
        status=summary.status,
        failed=summary.failed,
        retry_of=turn.retry_of,
        secrets=bool(summary.secrets),
        problem=summary.troubled,
        tip="\n".join((f"{summary.method} {summary.url}", *_tool_errors(summary))),
        spoken=_spoken(summary, turn.retry_of, masker),
        model=summary.model or "",
        host=summary.target.hostname or "",
        tools=summary.tools,
        failed_tools=summary.failed_tools,
        streamed=summary.is_stream,
        recorder=contents.recorder,
        file=_file(contents.path),
        haystack=haystack_of(summary, contents.path),
        figures=figures_of(summary),
    )


def _mark(summary: Summary) -> Mark:
    if summary.failed:
        return "error"
    if summary.is_stream:
        return "stream"
    return "whole" if summary.dialect else "http"


def happening(summary: Summary, masker: Masker = _MASKER) -> str:
    """What an interaction did: the tools that were called, else the first words of the answer, else what was asked."""
    if summary.failed:
        return endpoint_of(summary)
    if summary.tools:
        counted = Counter(name or "a tool" for name in summary.tools)
        return "calls " + ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in counted.items())
    said = without_markup(masker.text(summary.answer))
    return endpoint_of(summary) if said in ("", "…") else said  # of one endless word nothing is left


def without_markup(text: str) -> str:
    """Words of an answer as a row tells them."""
    return _MARKUP.sub("", text)


def endpoint_of(summary: Summary) -> str:
    """The last two segments of the path: what tells one request from another at a glance."""
    target = summary.target
    segments = [segment for segment in target.path.split("/") if segment]
    if segments:
        return "/" + "/".join(segments[-2:])
    return target.netloc or summary.url or f"{summary.framing or 'request'}, no address recorded"


def short_model(model: str | None) -> str:
    """A model's name without its vendor's folder."""
    return (model or "").rsplit("/", 1)[-1]


def tokens(summary: Summary) -> str:
    """Tokens in and out as the provider reported them, `197 → 41`; empty where it said nothing."""
    usage = summary.usage
    if usage is None or (usage.input_tokens is None and usage.output_tokens is None):
        return ""
    return f"{_count(usage.input_tokens)} → {_count(usage.output_tokens)}"


def _count(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _spoken(summary: Summary, retry_of: int | None, masker: Masker) -> str:
    """The row for a screen reader, as one sentence."""
    usage, endpoint, happened = summary.usage, endpoint_of(summary), happening(summary, masker)
    words = [f"#{summary.index}", f"{summary.method} {endpoint}"]
    words.append(str(summary.status) if summary.status else "no answer")
    words += ["with problems"] if count_problems(summary.problems).serious else []
    words += _tool_errors(summary)
    words += [f"retry of #{retry_of}"] if retry_of is not None else []
    words += [short_model(summary.model)] if summary.model else []
    words += [summary.error] if summary.error is not None else []
    words += [f"{usage.input_tokens} tokens in"] if usage and usage.input_tokens is not None else []
    words += [f"{usage.output_tokens} out"] if usage and usage.output_tokens is not None else []
    words += [duration_text(summary.duration_ms)] if summary.duration_ms is not None else []
    words += [plural(summary.events, "event")] if summary.is_stream else []
    words += [happened] if happened != endpoint else []
    return ", ".join(words)


def _tool_errors(summary: Summary) -> list[str]:
    """The tools of which an error is told here, in words."""
    names = dict.fromkeys(name or "a tool" for name in summary.failed_tools)
    return [f"error of {', '.join(names)}"] if names else []


def haystack_of(summary: Summary, path: str) -> str:
    """What words look for besides what was said (`TextSearch`): name and folders of the file, URL, model, status."""
    return "\n".join((path, summary.url, summary.model or "", str(summary.status or ""))).lower()
