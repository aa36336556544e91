# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Parts of messages that are no tool calls -> rows: text, reasoning, images, files, links, and what is unknown.

Rule: nothing is fetched, nothing is opened by itself; an address is text.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from viewer.core.messages import Blob, File, JsonPath, Other, Part, Reasoning, Text, ToolCallResponse, Uri
from viewer.core.text.json_values import Json
from viewer.core.text.quantities import plural, size_text
from viewer.core.tool_failures import failure
from viewer.dataclass import dataclass
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.rows import (
    Frame,
    Group,
    Line,
    OpenPicture,
    Passage,
    Picture,
    Row,
    SaveBlob,
    Span,
    Style,
    Toggle,
    ToPane,
    inside,
)
from viewer.gui.look.icons import Icon

LONGEST = 20_000
"""Characters of a text that are shown; the rest is in the Request or Response pane."""
_MOST_ANNOTATIONS = 50


def text_rows(context: RowContext, key: Hashable, part: Text, group: Group, gap: int, path: JsonPath) -> list[Row]:
    """A text of the history: cut when it is long, with its annotations; one of nothing but space is left out."""
    rows = refusal_rows(key, group, gap) if part.refusal else []
    if not part.content.strip() and not part.annotations:
        return []
    source = context.text(key, part.content)
    end = _end(part.content)
    rows.append(Row(("text", key), Passage(source, 0, end), group, gap=4 if rows else gap))
    rows += cut_rows(key, len(part.content), end, group, ToPane("requestPane", path))
    return rows + annotation_rows(context, key, part.annotations, group)


def _end(text: str) -> int:
    return LONGEST if len(text) > LONGEST + 1000 else len(text.rstrip("\n"))


def cut_rows(key: Hashable, length: int, end: int, group: Group, action: ToPane) -> list[Row]:
    """The line that leads to the rest of a text that was cut."""
    if length <= LONGEST or end == length:
        return []
    words = f"Show all, {size_text(length)}"
    return [Row(("cut", key), Line((Span(words, Style.LINK, Icon.MORE, action=action),), 28), group, gap=4)]


def refusal_rows(key: Hashable, group: Group, gap: int) -> list[Row]:
    """The chip over a text with which the model refuses."""
    chip = Span("refusal", Style.CHIP, Icon.WARNING, "red")
    return [Row(("refusal", key), Line((chip,)), group, gap=gap)]


def annotation_rows(context: RowContext, key: Hashable, annotations: tuple[Json, ...], group: Group) -> list[Row]:
    """Citations and links below a text, numbered; plain text, not links to follow."""
    rows = []
    for number, annotation in enumerate(annotations[:_MOST_ANNOTATIONS], start=1):
        title = _first_text(annotation, "title", "document_title", "cited_text", "text", "filename")
        address = _first_text(annotation, "url", "uri")
        words = title or (context.preview(annotation) if not address else "")
        spans = [Span(f"{number}", Style.ID), Span(context.mask(words), Style.META, shrinks=1)]
        if address:
            spans.append(Span(context.mask(address), Style.CAPTION, shrinks=2))
        rows.append(Row(("annotation", key, number), Line(tuple(spans), 20), group, gap=8 if number == 1 else 0))
    return rows


def _first_text(annotation: Json, *fields: str) -> str:
    """The first text under one of those names, at any of the two levels on which providers put it."""
    if not isinstance(annotation, dict):
        return ""
    levels = (annotation, *(value for value in annotation.values() if isinstance(value, dict)))
    found = (level.get(field) for field in fields for level in levels)
    return next((value for value in found if isinstance(value, str) and value), "")


def reasoning_rows(context: RowContext, key: Hashable, part: Reasoning, group: Group, gap: int) -> list[Row]:
    """A model's reasoning in the history: one line until unfolded."""
    folded = context.is_folded(("reasoning", key), at_first=True)
    end = _end(part.content)
    rows = [reasoning_heading(key, ReasoningSummary(len(part.content), folded, part.signature is not None), group, gap)]
    if folded or not part.content:
        return rows
    passage = Passage(context.text(key, part.content), 0, end, "quiet", pad=16)
    text = Row(("text", key), passage, group, Frame(("reasoning", key), "quote"), gap=4)
    cut = cut_rows(key, len(part.content), end, group, ToPane("requestPane"))
    return rows + inside(("reasoning", key), [text, *cut])


@dataclass(frozen=True, slots=True)
class ReasoningSummary:
    """What the line over a model's reasoning says: characters so far, folded or not, signed, still growing."""

    length: int
    folded: bool
    signed: bool
    growing: bool = False


def reasoning_heading(key: Hashable, summary: ReasoningSummary, group: Group, gap: int) -> Row:
    """The line over a model's reasoning, with its length."""
    length, folded = summary.length, summary.folded
    words = plural(length, "character") if length else "no text recorded"
    spans = [
        Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN),
        Span("Reasoning", Style.META, Icon.REASONING, color="accent" if summary.growing else None),
        Span(words + (", signed or encrypted" if summary.signed else ""), Style.CAPTION),
    ]
    spoken = f"{'Unfold' if folded else 'Fold'} reasoning"
    line = Line(tuple(spans), 28, action=Toggle(("reasoning", key), folded), spoken=spoken)
    return Row(("reasoning", key), line, group, gap=gap)


def part_rows(context: RowContext, key: Hashable, part: Part, group: Group, gap: int) -> list[Row]:
    """Any other part."""
    match part:
        case Blob():
            return list(_blob_rows(context, key, part, group, gap))
        case Uri():
            return [_line(key, group, gap, Icon.EXTERNAL, f"{part.modality} by address", context.mask(part.uri))]
        case ToolCallResponse():
            call = context.mask(part.id or part.name or "a call that is not recorded")
            failed = context.cached(("failed", key), lambda: failure(part)) is not None
            return _json_card(context, key, f"result for {call}", part.response, group, gap, failed=failed)
        case File():
            return _json_card(context, key, "file", part.data, group, gap)
        case Other():
            return _json_card(context, key, part.title or part.type, part.data, group, gap)
        case _:
            return _json_card(context, key, type(part).__name__, str(part), group, gap)


def _blob_rows(context: RowContext, key: Hashable, part: Blob, group: Group, gap: int) -> Iterator[Row]:
    size = size_text(len(part.content) * 3 // 4)
    words = f"{context.mask(part.mime_type or part.modality)}, {size}"
    save = Span("Save…", Style.LINK, action=SaveBlob(part), right=True, spoken=f"Save {words}")
    is_image = (part.mime_type or part.modality).startswith("image")
    if is_image:
        yield Row(("picture", key), Picture(part, f"image, {words}"), group, gap=max(gap, 8))
        open_ = Span("Open", Style.LINK, action=OpenPicture(part), spoken=f"Open {words}", right=True)
        yield _line(key, group, 4, Icon.IMAGE, words, "", open_, save)
    else:
        yield _line(key, group, gap, Icon.FILE, words, "", save)


def _line(key: Hashable, group: Group, gap: int, icon: Icon, words: str, value: str, *links: Span) -> Row:
    spans = [Span(words, Style.META, icon)]
    if value:
        spans.append(Span(value, Style.VALUE, shrinks=1))
    return Row(("part", key), Line((*spans, *links), 28), group, gap=gap)


def _json_card(  # noqa: PLR0913 - a card has these properties
    context: RowContext, key: Hashable, label: str, value: Json, group: Group, gap: int, *, failed: bool = False
) -> list[Row]:
    """A small card with the JSON of something that has no form of its own; `failed` is the error of a tool."""
    source = context.value(key, value)
    frame = Frame(("json", key))
    spans = [Span(context.mask(label, 200), Style.ID, Icon.TOOL, shrinks=1)]
    spans += [Span("failed", Style.CHIP, Icon.ERROR, "red", right=True)] if failed else []
    title = Line(tuple(spans), 32, pad=12)
    end = min(len(source.raw), LONGEST)
    rows = [
        Row(("json-title", key), title, group, frame, max(gap, 8)),
        Row(("json", key), Passage(source, 0, end, "code", pad=16, pad_y=8), group, frame, code=True, ruled=True),
    ]
    return rows + cut_rows(key, len(source.raw), end, group, ToPane("requestPane"))
