# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the canvas shows, as plain data: a list of rows, compared from step to step to see what changed.

Rule: no Qt here. A row's `key` is its identity from step to step; a row equal to the one before keeps its layout.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import field, replace
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from viewer.core.messages import Blob, JsonPath
from viewer.dataclass import dataclass
from viewer.gui.conversation.source import Source

if TYPE_CHECKING:
    from viewer.gui.look.icons import Icon
    from viewer.gui.look.theme import Token

# --- What a click or Enter does


@dataclass(frozen=True, slots=True)
class ToExchange:
    """Go to another exchange of the recording."""

    number: int


@dataclass(frozen=True, slots=True)
class ToPane:
    """Go to another pane, to a place in its JSON."""

    pane: str
    path: JsonPath | None = None


@dataclass(frozen=True, slots=True)
class ToLine:
    """Open the cassette's text at a line."""

    line: int


@dataclass(frozen=True, slots=True)
class ToPosition:
    """Show this many events."""

    position: int


@dataclass(frozen=True, slots=True)
class Toggle:
    """Fold or unfold what has this key; `folded` is its state now."""

    key: Hashable
    folded: bool


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """Show an image large."""

    blob: Blob


@dataclass(frozen=True, slots=True)
class SaveBlob:
    """Write the data of a part to a file that the user names."""

    blob: Blob


Action: TypeAlias = ToExchange | ToPane | ToLine | ToPosition | Toggle | OpenPicture | SaveBlob

# --- Contents of a row


class Style(Enum):
    """Font, size and colour of a span."""

    TITLE = auto()
    BODY = auto()
    META = auto()
    CAPTION = auto()
    NAME = auto()
    VALUE = auto()
    CODE = auto()
    ID = auto()
    LINK = auto()
    CHIP = auto()


Tone = Literal["neutral", "green", "amber", "red"]
"""The colour of a chip, which its words must say too."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line: an icon, words, or both; with `tone` a chip.

    `shrinks` lets it be elided where the line is too long, the highest number first,
    and left out where that is not enough, unless the number is 1; `right` sets it at the right edge;
    `tight` leaves no more than a space before it; `avatar` draws its icon in the circle beside the message.
    """

    text: str = ""
    style: Style = Style.META
    icon: Icon | None = None
    tone: Tone | None = None
    color: Token | None = None
    action: Action | None = None
    right: bool = False
    tight: bool = False
    shrinks: int = 0
    avatar: Literal["", "plain", "active", "error"] = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Spans side by side; with `action` a click anywhere on the line counts. `wraps` breaks it into several lines."""

    spans: tuple[Span, ...]
    height: int = 24
    pad: int = 0
    action: Action | None = None
    wraps: bool = False
    spoken: str = ""

    @property
    def text(self) -> str:
        """The line as copied and found."""
        return " ".join(span.text for span in self.spans if span.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of a source, in one of four styles.

    `added` are the characters that the event on show brought, tinted; `caret` draws the bar where the stream is;
    `wrong` is the character, marked in red, at which a text ceases to be what it should be.
    """

    source: Source
    start: int
    end: int
    style: Literal["prose", "quiet", "code", "heading"] = "prose"
    added: tuple[tuple[int, int], ...] = ()
    caret: bool = False
    pad: int = 0
    pad_y: int = 0
    wrong: int | None = None

    @property
    def text(self) -> str:
        """The text as shown."""
        return self.source.display(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Picture:
    """A thumbnail of an image part."""

    blob: Blob
    spoken: str

    @property
    def text(self) -> str:
        """What is copied in its place."""
        return f"[{self.spoken}]"


@dataclass(frozen=True, slots=True)
class Separator:
    """A thin line across, without words."""

    text = ""


Content: TypeAlias = Line | Passage | Picture | Separator


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around all rows that carry it: a card, the active one, an error, a dashed one, or a bar at its left."""

    key: Hashable
    kind: Literal["card", "active", "error", "dashed", "quote"] = "card"


@dataclass(frozen=True, slots=True)
class Group:
    """What a screen reader hears as one thing: a message or a tool call."""

    key: Hashable
    name: str
    is_card: bool = False


Change = Literal["", "removed", "added"]
"""Whether lines were removed or added, where a row tells a difference."""
CHANGE_SIGNS: dict[Change, str] = {"": "", "removed": "− ", "added": "+ "}


class PartPlace(NamedTuple):
    """A part of a message, counted as `viewer.core.searchable` counts them."""

    where: Literal["system", "input", "output"]
    message: int
    part: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its identity (`key`), what it shows, the group and the frame it belongs to, and the gap above it.

    `code` gives the row the background of code, `change` that of lines removed or added, with a sign before them;
    `ruled` draws a line at its top edge inside the frame; `indent` is False for rows that begin at the gutter, where
    avatars are. `inside` are the folds that must be open for it to be seen as it is, the outermost first; `part` is the
    part of a message that it shows, if any; `hidden` are the arguments of a call that it folds away.
    """

    key: Hashable
    content: Content
    group: Group
    frame: Frame | None = None
    gap: int = 0
    code: bool = False
    ruled: bool = False
    indent: bool = True
    change: Change = ""
    inside: tuple[Hashable, ...] = ()
    part: PartPlace | None = None
    hidden: Passage | None = None

    @property
    def text(self) -> str:
        """The row as copied and heard."""
        return f"{CHANGE_SIGNS[self.change]}{self.content.text}"


def inside(fold: Hashable, rows: Iterable[Row]) -> list[Row]:
    """Rows that are seen while a fold is open."""
    return [replace(row, inside=(fold, *row.inside)) for row in rows]


@dataclass(frozen=True)
class ConversationRows:
    """All rows for one position; `growing_key` is that of the row to which the stream adds, None when there is none."""

    rows: Sequence[Row] = field(default_factory=tuple)
    growing_key: Hashable = None
    position: int = 0

    @cached_property
    def groups(self) -> list[Group]:
        """Messages and cards from top to bottom."""
        return list(dict.fromkeys(row.group for row in self.rows))

    def group_text(self, group: Group) -> str:
        """All text of one group, as shown."""
        return "\n".join(r.text for r in self.rows if r.group.key == group.key and r.content.text)

    def arguments_of(self, group: Group) -> Passage | None:
        """The arguments that the card of a tool call shows."""
        rows = [row for row in self.rows if group.is_card and row.group.key == group.key]
        hidden = next((row.hidden for row in rows if row.hidden is not None), None)
        shown = (row.content for row in rows if isinstance(row.key, tuple) and row.key[:1] == ("arguments",))
        return hidden or next((content for content in shown if isinstance(content, Passage)), None)
