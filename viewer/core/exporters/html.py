# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One self-contained page to read, print and send around: no script, nothing fetched, light and dark.

Rule: all text from a cassette passes `escape`, and its policy lets the page load nothing but its own style sheet
(named by its digest) and images inside it. An image is shown only when it is a raster image in valid base64; SVG,
which is a document with powers of its own, never is.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from html import escape
from itertools import groupby
from typing import TextIO

from viewer.core.exporters._overview_rows import row_texts
from viewer.core.exporters.api import Composed, ExchangeText, Part, made
from viewer.core.messages import Blob, Message
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural
from viewer.core.timeline import TimeSource
from viewer.core.transcript import facts
from viewer.core.transcript.blocks import Block, Blocks, body_blocks
from viewer.core.transcript.dialogue import DialogueEntry, Section, dialogue
from viewer.core.transcript.options import ExportOptions
from viewer.core.transcript.overview import overview
from viewer.core.transcript.page_head import page_head
from viewer.resources import resource

_IMAGES = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8", "image/webp": b"RIFF"}
_AVATARS = ("system", "user", "assistant", "tool")
_LABELS = {"tool_call": ("tool", ""), "tool_result": ("result", "result of "), "uri": ("external", "link to ")}
_JSON_TOKEN = re.compile(
    r'(?P<string>"[^"\\\n]*+(?:\\.[^"\\\n]*+){0,15}")|"|(?P<num>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<kw>true|false|null)'
)
_REST_OF_STRING = re.compile(r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*')
_STEP = 1 << 16
_BEFORE_COLON = re.compile(r"\s*+:")


class Html:
    """Writes a page."""

    name = "html"
    title = "Web page, to read, print and send around"
    suffix = ".html"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the page."""
        out.writelines(made(self.parts(recording, options)))

    def parts(self, recording: Recording, options: ExportOptions) -> Iterator[Part]:
        """A part for each exchange, and one for the table of contents."""
        masker = options.masker
        yield page_head(name(recording.cassette.name), "page.css")
        yield "".join(_top(recording, masker))
        yield Composed(partial(row_texts, recording, options), _contents)
        yield "<main>\n"
        for section in dialogue(recording, options):
            yield _section_head(section, masker)
            for position in range(len(section.entries)):
                told = partial(_article, section, position, options)
                yield ExchangeText(section.entries.places[position][0], told, section.entries.stands(position))
            yield "</section>\n"
        yield f"</main>\n{_foot(masker)}</body>\n</html>\n"


# --- The page around the conversations ----------------------------------------------------------------------------


@cache
def _icon(stem: str) -> str:
    """An icon of ours, hidden from screen readers: the words beside it say the same."""
    svg = re.sub(r">\s+<", "><", resource("icons", f"{stem}.svg").read_text("utf-8").strip())
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _top(recording: Recording, masker: Masker) -> Iterator[str]:
    yield f'<header class="page">\n<h1 class="mono">{escape(name(recording.cassette.name))}</h1>\n'
    yield f"<p>{escape(facts.source_line(recording))}</p>\n"
    yield from _problems([(p.severity.value, facts.problem(p, masker)) for p in recording.cassette.problems])
    yield "</header>\n"


def _contents(texts: Sequence[str]) -> str:
    """A table of the interactions, in order of the file, each leading to its place below."""
    columns, rows = overview(texts)
    heads = "".join(f'<th scope="col">{column}</th>' for column in ("#", *columns))
    lines = [f'<nav aria-label="Interactions">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n']
    for row in rows:
        cells = {column: escape(getattr(row, column)) for column in columns}
        cells["status"] = _status(row.status, failed=row.failed)
        told = "".join(f'<td class="{column}">{cells[column]}</td>' for column in columns)
        lines.append(f'<tr><td><a href="#i{row.index}">#{row.index}</a></td>{told}</tr>\n')
    return "".join((*lines, "</tbody>\n</table>\n</nav>\n"))


def _foot(masker: Masker) -> str:
    masked = "" if masker.show else " Secrets are masked."
    return f"<footer><p>Written by Cassette Viewer.{masked}</p></footer>\n"


# --- Conversations, exchanges, messages ---------------------------------------------------------------------------


def _section_head(section: Section, masker: Masker) -> str:
    talk = section.conversation
    title = "Other requests"
    if talk is not None:
        title = one_line(masker.text(talk.title), 120) or f"Conversation {talk.index}"
    return f'<section class="conversation">\n<h2 dir="auto">{escape(title)}</h2>\n'


def _article(section: Section, position: int, options: ExportOptions) -> str:
    entry, masker = section.entries[position], options.masker
    body = "".join((*_exchange_body(entry, masker), *map(_note, options.notes_on(entry.index))))
    head = f'<article id="i{entry.index}">\n{_exchange_head(entry, masker)}'
    return f'{head}<div class="messages">\n{body}</div>\n</article>\n'


def _note(note: tuple[str, str]) -> str:
    about, words = map(escape, note)
    return f'<div class="outcome"><span class="chip">{about}</span><div class="text" dir="auto">{words}</div></div>\n'


def _exchange_head(entry: DialogueEntry, masker: Masker) -> str:
    exchange = entry.exchange
    method, _, url = facts.endpoint(exchange, masker).partition(" ")
    target = re.fullmatch(r"(?P<scheme>\w+://)(?P<host>[^/]+)(?P<path>.*)", url)
    where = f"<strong>{escape(target['host'])}</strong>{escape(target['path'])}" if target else escape(url)
    estimated = exchange.is_stream and exchange.timeline.source is not TimeSource.RECORDED
    timing = escape(facts.timing(exchange))
    listed = [
        escape(facts.model(exchange, masker)),
        "" if exchange.is_stream else facts.duration(exchange),
        plural(len(exchange.events), "event") if exchange.is_stream else "",
        f'<span class="chip estimated">{timing}</span>' if estimated else timing,
        escape(facts.tools(exchange, masker)) if entry.opens else "",
        _retry(entry),
    ]
    shown = "".join(f"<span>{fact}</span>" for fact in listed if fact)
    status = _status(facts.status(exchange), failed=exchange.failed)
    return (
        f'<header class="exchange">\n<h3><span class="index">#{entry.index}</span> <span class="chip">{escape(method)}'
        f'</span> {where} {status}</h3>\n<p class="facts">{shown}</p>\n</header>\n'
    )


def _retry(entry: DialogueEntry) -> str:
    again = entry.retry_of
    return f'<a class="chip" href="#i{again}">retry of #{again}</a>' if again is not None else ""


def _status(status: str, *, failed: bool) -> str:
    look = "bad" if failed else "good"
    return f'<span class="chip {look}">{escape(status)}</span>'


def _exchange_body(entry: DialogueEntry, masker: Masker) -> Iterator[str]:
    exchange, blocks = entry.exchange, Blocks(entry.exchange, masker)
    for role, together in groupby((*entry.asked, *entry.answered), key=_speaker):
        yield from _messages(role, together, blocks)
    if exchange.prompt is None:
        yield from (_card(body, "http") for body in body_blocks(exchange, masker))
    if told := facts.error(exchange, masker):
        yield f'<p class="error" dir="auto"><strong>error</strong> {escape(told)}</p>\n'
    finishes = [f"finish: {blocks.word(m.native_finish_reason)}" for m in entry.answered if m.native_finish_reason]
    usage = exchange.answer.usage
    chips = [*finishes, facts.tokens(usage), facts.cost(exchange)]
    if any(chips):
        shown = "".join(f'<span class="chip">{escape(chip)}</span>' for chip in chips if chip)
        yield f'<p class="outcome">{shown}</p>\n'
    yield from _problems([(p.severity.value, facts.problem(p, masker)) for p in exchange.problems])


def _speaker(message: Message) -> tuple[str, str, object]:
    """Who speaks. Results of several calls belong together; any other message stands alone."""
    return ("tool", "", None) if message.role == "tool" else (message.role, message.name or "", id(message))


def _messages(speaker: tuple[str, str, object], messages: Iterable[Message], blocks: Blocks) -> Iterator[str]:
    role, given_name, _ = speaker
    look = role if role in _AVATARS else "user"
    said_by = f" <span>{escape(blocks.word(given_name))}</span>" if given_name else ""
    yield f'<div class="message {look}"><div class="avatar">{_icon(look)}</div><div>\n'
    yield f"<h4>{escape(blocks.word(role).capitalize())}{said_by}</h4>\n"
    for message in messages:
        yield from map(_block, blocks.of(message))
    yield "</div></div>\n"


def _block(block: Block) -> str:
    if block.kind in ("text", "refusal"):
        return f'<div class="text {block.kind}" dir="auto">{escape(block.text)}</div>\n'
    if block.kind == "reasoning":
        size = plural(len(block.text), "character")
        label = f"<summary>{_icon('reasoning')} <span>Reasoning, {size}</span></summary>"
        return f'<details class="card">{label}<div class="text" dir="auto">{escape(block.text)}</div></details>\n'
    if isinstance(block.part, Blob) and (picture := _picture(block.part)):
        return picture
    return _card(block, "image" if block.kind == "blob" else "document")


def _card(block: Block, icon: str) -> str:
    icon, words = _LABELS.get(block.kind, (icon, ""))
    content = _highlighted(block.text) if block.language == "json" else escape(block.text)
    label = f'{_icon(icon)} <span>{words}<strong class="mono">{escape(block.label)}</strong></span>'
    if block.failed:
        label += ' <span class="chip bad">failed</span>'
    return f'<div class="card {block.kind}"><div class="label">{label}</div><pre dir="auto">{content}</pre></div>\n'


def _picture(blob: Blob) -> str | None:
    """The image as part of the page; None when it is no raster image or not what it says."""
    mime = (blob.mime_type or "").lower()
    try:
        data = base64.b64decode(blob.content, validate=True)
    except (binascii.Error, ValueError):
        return None
    if mime not in _IMAGES or not data.startswith(_IMAGES[mime]):
        return None
    return f'<img class="image" alt="{mime}, {len(data):,} bytes" src="data:{mime};base64,{blob.content}">\n'


def _problems(problems: Sequence[tuple[str, str]]) -> Iterator[str]:
    if problems:
        items = (f'<li class="{severity}-severity">{escape(text)}</li>' for severity, text in problems)
        yield f'<ul class="problems" aria-label="Problems">{"".join(items)}</ul>\n'


def _highlighted(text: str) -> str:
    """JSON with its tokens coloured."""
    return "".join(_coloured(text))


def _coloured(text: str) -> Iterable[str]:
    at = 0
    for look, start, end in _tokens(text):
        yield escape(text[at:start])
        yield f'<span class="{look}">{escape(text[start:end])}</span>'
        at = end
    yield escape(text[at:])


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """(class of the style sheet, start, end) of each token; a string that its line does not close is none."""
    at = unclosed_until = 0
    while token := _JSON_TOKEN.search(text, at):
        start, at = token.span()
        look = token.lastgroup
        if look is None and start >= unclosed_until:
            end = _string_end(text, at)
            if text.startswith('"', end):
                look, at = "string", end + 1
            else:
                unclosed_until = end
        if look == "string":
            look = "key" if _BEFORE_COLON.match(text, at) else "str"
        if look is not None:
            yield look, start, at


def _string_end(text: str, at: int) -> int:
    """Where the string around `at` ends or breaks; in steps, as a match remembers what it could give back."""
    while (found := _REST_OF_STRING.match(text, at, at + _STEP)) and found.end() > at:
        at = found.end()
    return at
