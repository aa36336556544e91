# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A transcript to paste into a pull request (GitHub Flavored Markdown).

Rule: text from a cassette stands inside code only, behind a fence longer than any run of backticks in it, so it can
neither end the block nor become a heading, a link, an image or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from viewer.core.messages import Message
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural
from viewer.core.transcript import facts
from viewer.core.transcript.blocks import Block, Blocks, body_blocks
from viewer.core.transcript.dialogue import DialogueEntry, Section, dialogue
from viewer.core.transcript.options import ExportOptions
from viewer.core.transcript.overview import overview

_TITLES = {"tool_call": "calls", "tool_result": "result of", "blob": "data", "uri": "link to"}


class Markdown:
    """Writes headings for conversations and exchanges, fenced text, and a table of what it cost."""

    name = "markdown"
    title = "Markdown, to paste into a pull request"
    suffix = ".md"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the transcript."""
        out.writelines(block + "\n\n" for block in _document(recording, options))
        out.writelines(_table(dialogue(recording, options), options.masker))


def _document(recording: Recording, options: ExportOptions) -> Iterator[str]:
    yield f"# {_code(name(recording.cassette.name))}"
    yield facts.source_line(recording)
    yield from _problems([facts.problem(found, options.masker) for found in recording.cassette.problems])
    for section in dialogue(recording, options):
        yield f"## {_heading(section, options.masker)}"
        for entry in section.entries:
            yield from _exchange(entry, options.masker)


def _heading(section: Section, masker: Masker) -> str:
    if section.conversation is None:
        return "Other requests"
    title = one_line(masker.text(section.conversation.title), 120)
    return f"Conversation {section.conversation.index + 1}" + (f": {_code(title)}" if title else "")


def _exchange(entry: DialogueEntry, masker: Masker) -> Iterator[str]:
    exchange = entry.exchange
    yield f"### #{entry.index} {_code(facts.endpoint(exchange, masker))}"
    yield _caption(entry, masker)
    if exchange.prompt and exchange.prompt.tools and entry.opens:
        yield "tools: " + ", ".join(_code(one_line(masker.text(tool.name))) for tool in exchange.prompt.tools)
    blocks = Blocks(exchange, masker)
    for message in entry.asked:
        yield from _message(message, blocks)
    for message in entry.answered:
        yield from _message(message, blocks)
    if exchange.prompt is None:
        for body in body_blocks(exchange, masker):
            yield from _block(body)
    if told := facts.error(exchange, masker):
        yield f"**error** {_code(told)}"
    yield from _problems([facts.problem(found, masker) for found in exchange.problems])


def _caption(entry: DialogueEntry, masker: Masker) -> str:
    """Status, model, size and timing of an exchange, and its place among retries."""
    exchange = entry.exchange
    events = plural(len(exchange.events), "event") if exchange.is_stream else ""
    words = [
        _code(facts.status(exchange)),
        _code(facts.model(exchange, masker)),
        facts.duration(exchange),
        events,
        facts.timing(exchange),
        f"retry of #{entry.turn.retry_of}" if entry.turn.retry_of is not None else "",
    ]
    return " · ".join(word for word in words if word)


def _message(message: Message, blocks: Blocks) -> Iterator[str]:
    words, shown = [f"**{_role(blocks.word(message.role))}**"], blocks.of(message)
    if message.native_finish_reason:
        words.append(f"finish: {_code(blocks.word(message.native_finish_reason))}")
    if message.role == "tool" and len(shown) == 1:
        yield " · ".join([*words, _label(shown[0])])
        yield _fenced(shown[0])
        return
    yield " · ".join(words)
    for block in shown:
        yield from _block(block)


def _role(role: str) -> str:
    """A role in bold; one that is no plain word as code."""
    return role if re.fullmatch("[A-Za-z]+", role) else _code(role)


def _block(block: Block) -> Iterator[str]:
    if block.kind == "reasoning":
        yield f"<details><summary>reasoning</summary>\n\n{_fenced(block)}\n\n</details>"
        return
    if block.label:
        yield _label(block)
    yield _fenced(block)


def _label(block: Block) -> str:
    return f"{_TITLES.get(block.kind, '')} {_code(block.label)}".strip()


def _problems(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield "\n".join(f"- {_code(line)}" for line in lines)


def _table(sections: Sequence[Section], masker: Masker) -> Iterator[str]:
    columns, rows = overview(sections, masker)
    yield f"| # | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}\n"
    for row in rows:
        cells = [_cell(name, getattr(row, name)) for name in columns]
        yield f"| {row.index} | {' | '.join(cells)} |\n"


def _cell(column: str, text: str) -> str:
    """A cell; what the cassette says as code. Even there a bar would end the cell (GFM 4.10)."""
    return _code(text).replace("|", r"\|") if column in ("model", "status") else text


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _code(text: str) -> str:
    """An inline code span (CommonMark 6.1): a longer run of backticks than any inside; nothing for no text."""
    if not text:
        return ""
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _fenced(block: Block) -> str:
    """A fenced code block (CommonMark 4.5)."""
    fence = "`" * max(3, _longest_run(block.text) + 1)
    return f"{fence}{block.language or 'text'}\n{block.text}\n{fence}"
