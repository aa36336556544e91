# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A transcript to paste into a pull request (GitHub Flavored Markdown).

Rule: text from a cassette stands inside code only, behind a fence longer than any run of backticks in it, so it can
neither end the block nor become a heading, a link, an image or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TextIO

from viewer.core.exporters._overview_rows import row_texts
from viewer.core.exporters.api import Composed, ExchangeText, Part, made
from viewer.core.messages import Message
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.markdown import code_block, code_span, table_cell
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
        out.writelines(made(self.parts(recording, options)))

    def parts(self, recording: Recording, options: ExportOptions) -> Iterator[Part]:
        """A part for each exchange, and one for the table."""
        masker = options.masker
        problems = [facts.problem(found, masker) for found in recording.cassette.problems]
        head = (f"# {code_span(name(recording.cassette.name))}", facts.source_line(recording), *_problems(problems))
        yield _paragraphs(head)
        for section in dialogue(recording, options):
            yield _paragraphs([f"## {_heading(section, masker)}"])
            for position in range(len(section.entries)):
                told = partial(_text, section, position, options)
                yield ExchangeText(section.entries.places[position][0], told, section.entries.stands(position))
        yield Composed(partial(row_texts, recording, options), _table)


def _paragraphs(blocks: Iterable[str]) -> str:
    return "".join(block + "\n\n" for block in blocks)


def _text(section: Section, position: int, options: ExportOptions) -> str:
    entry = section.entries[position]
    return _paragraphs((*_exchange(entry, options.masker), *_notes(options.notes_on(entry.index))))


def _notes(notes: Iterable[tuple[str, str]]) -> Iterator[str]:
    for about, words in notes:
        yield f"**{about}**"
        yield code_block(words, "text")


def _heading(section: Section, masker: Masker) -> str:
    if section.conversation is None:
        return "Other requests"
    title = one_line(masker.text(section.conversation.title), 120)
    return f"Conversation {section.conversation.index}" + (f": {code_span(title)}" if title else "")


def _exchange(entry: DialogueEntry, masker: Masker) -> Iterator[str]:
    exchange = entry.exchange
    yield f"### #{entry.index} {code_span(facts.endpoint(exchange, masker))}"
    yield _caption(entry, masker)
    if exchange.prompt and exchange.prompt.tools and entry.opens:
        yield "tools: " + ", ".join(code_span(one_line(masker.text(tool.name))) for tool in exchange.prompt.tools)
    blocks = Blocks(exchange, masker)
    for message in entry.asked:
        yield from _message(message, blocks)
    for message in entry.answered:
        yield from _message(message, blocks)
    if exchange.prompt is None:
        for body in body_blocks(exchange, masker):
            yield from _block(body)
    if told := facts.error(exchange, masker):
        yield f"**error** {code_span(told)}"
    yield from _problems([facts.problem(found, masker) for found in exchange.problems])


def _caption(entry: DialogueEntry, masker: Masker) -> str:
    """Status, model, size and timing of an exchange, and its place among retries."""
    exchange = entry.exchange
    events = plural(len(exchange.events), "event") if exchange.is_stream else ""
    words = [
        code_span(facts.status(exchange)),
        code_span(facts.model(exchange, masker)),
        facts.duration(exchange),
        events,
        facts.timing(exchange),
        f"retry of #{entry.retry_of}" if entry.retry_of is not None else "",
    ]
    return " · ".join(word for word in words if word)


def _message(message: Message, blocks: Blocks) -> Iterator[str]:
    words, shown = [f"**{_role(blocks.word(message.role))}**"], blocks.of(message)
    if message.native_finish_reason:
        words.append(f"finish: {code_span(blocks.word(message.native_finish_reason))}")
    if message.role == "tool" and len(shown) == 1:
        yield " · ".join([*words, _label(shown[0])])
        yield _fenced(shown[0])
        return
    yield " · ".join(words)
    for block in shown:
        yield from _block(block)


def _role(role: str) -> str:
    """A role in bold; one that is no plain word as code."""
    return role if re.fullmatch("[A-Za-z]+", role) else code_span(role)


def _block(block: Block) -> Iterator[str]:
    if block.kind == "reasoning":
        yield f"<details><summary>reasoning</summary>\n\n{_fenced(block)}\n\n</details>"
        return
    if block.label:
        yield _label(block)
    yield _fenced(block)


def _label(block: Block) -> str:
    failed = " · **failed**" if block.failed else ""
    return f"{_TITLES.get(block.kind, '')} {code_span(block.label)}{failed}".strip()


def _problems(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield "\n".join(f"- {code_span(line)}" for line in lines)


def _table(texts: Sequence[str]) -> str:
    columns, rows = overview(texts)
    lines = [f"| # | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}\n"]
    for row in rows:
        cells = [_cell(name, getattr(row, name)) for name in columns]
        lines.append(f"| {row.index} | {' | '.join(cells)} |\n")
    return "".join(lines)


def _cell(column: str, text: str) -> str:
    """A cell; what the cassette says as code."""
    return table_cell(text) if column in ("model", "status") else text


def _fenced(block: Block) -> str:
    return code_block(block.text, block.language or "text")
