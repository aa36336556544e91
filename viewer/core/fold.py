# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Deltas -> Message: the only place that joins text and tool arguments.

Rule: nothing is thrown away while folding. Each part keeps the text it ever held and how much of it was there after
each step, so the answer at any step is a slice, and playing forward costs what was added, not what stands already.
For every n, `fold(steps).answer(n)` is what folding only the first n steps would give.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, TypeAlias, TypeVar

from viewer.core.additions import RANK_OF_NOTHING, RANKS, RANKS_OF_EMPTY, Additions, rank_of_empty
from viewer.core.assembly import Assembly, CallHead, Track, latest
from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    Kind,
    MetaDelta,
    PartDelta,
    PieceDelta,
    PlaceDelta,
    ReasoningDelta,
    RestatedDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.messages import ApiError, Blob, Part, Reasoning, Text, ToolCall, Usage, later_form
from viewer.core.text.json_values import Json

__all__ = ["Assembly", "Fold", "Track", "fold", "latest"]

T = TypeVar("T")
_Joined: TypeAlias = tuple[int, int, int]
"""The track that a delta went to, and where in its buffer the characters that it became begin and end."""
_NOWHERE = object()
"""Where parts are that have no place in the answer."""


class Fold:
    """Takes the deltas of one step after another; `assembly()`, called once at the end, is what they built."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._parts: list[_Growing] = []
        self._by_key: dict[tuple[int, type[Delta], Hashable], _Growing] = {}
        self._last_call: dict[int, _Growing] = {}
        self._last_part: dict[int, _Growing] = {}
        self._told: set[Hashable] = set()
        self._names: dict[Hashable, Hashable] = {}
        self._described: MetaDelta | None = None
        self._roles: dict[int, list[tuple[int, str]]] = {}
        self._finishes: dict[int, list[tuple[int, FinishDelta]]] = {}
        self._usages: list[tuple[int, Usage]] = []
        self._errors: list[tuple[int, ApiError]] = []
        self._metas: list[tuple[int, MetaDelta]] = []
        self._unknown: list[tuple[int, UnknownDelta]] = []
        self._done: list[tuple[int, DoneDelta]] = []
        self._call_heads: list[CallHead] = []
        self._until, self._ranks = array("q"), bytearray()
        self._places, self._tracks = array("i"), array("i")
        self._starts, self._ends = array("q"), array("q")
        self._retold: dict[int, list[bool]] = {}

    def add(self, deltas: Iterable[Delta]) -> None:
        """Fold the deltas of the next step."""
        self._ranks.append(self._join(len(self._until), 0, deltas)[0])
        self._until.append(len(self._tracks))

    def _join(self, step: int, place: int, deltas: Iterable[Delta]) -> tuple[int, int]:
        """Note where each delta goes, the first of which stands at a place; the lowest rank, and the place behind."""
        lowest, folds = RANK_OF_NOTHING, self._folds
        for delta in deltas:
            of = type(delta)
            fold = folds.get(of)
            if fold is None and isinstance(delta, RestatedDelta):
                rank, place = self._retell(step, place, delta)
                lowest = min(lowest, rank)
                continue
            if fold is not None and (joined := fold(self, step, delta)) is not None:
                track, start, end = joined
                self._places.append(place)
                self._tracks.append(track)
                self._starts.append(start)
                self._ends.append(end)
                found = RANKS[of] if start < end else RANKS_OF_EMPTY.get(of)
            else:
                found = RANKS_OF_EMPTY.get(of)
            rank = rank_of_empty(delta) if found is None else found
            if rank < lowest:  # noqa: PLR1730 - this runs for each delta, and a call takes longer
                lowest = rank
            place += 1
        return lowest, place

    def _retell(self, step: int, place: int, delta: RestatedDelta) -> tuple[int, int]:
        """Fold what is told again, unless it is there already."""
        within = self._names.get(delta.within, delta.within)
        counts = not (self._told if within is None else within in self._told)
        self._retold.setdefault(step, []).append(counts)
        return self._join(step, place, delta.deltas if counts else ())

    def assembly(self, said: Sequence[Iterable[Delta]]) -> Assembly:
        """What was built of the deltas that each step said."""
        columns = (self._until, self._ranks, self._places, self._tracks, self._starts, self._ends, self._retold)
        histories = (self._usages, self._errors, self._metas, self._unknown, self._done, self._call_heads)
        tracks = tuple([part.track() for part in self._parts])
        return Assembly(tracks, Additions(said, *columns), self._roles, self._finishes, *histories)

    # --- What belongs to the answer as a whole: kept in its history, unless it says again what was said last

    def _role(self, step: int, delta: RoleDelta) -> None:
        _add(self._roles.setdefault(delta.choice, []), step, delta.role)

    def _finish(self, step: int, delta: FinishDelta) -> None:
        _add(self._finishes.setdefault(delta.choice, []), step, delta)

    def _usage(self, step: int, delta: UsageDelta) -> None:
        usages = self._usages
        told = usages[-1][1].then(delta.usage) if usages else delta.usage
        if not usages or (told, told.reported) != (usages[-1][1], usages[-1][1].reported):
            usages.append((step, told))

    def _error(self, step: int, delta: ErrorDelta) -> None:
        _add(self._errors, step, delta.error)

    def _not_known(self, step: int, delta: UnknownDelta) -> None:
        self._unknown.append((step, delta))

    def _place(self, step: int, delta: PlaceDelta) -> None:  # noqa: ARG002 - a name holds whenever it was told
        self._names.setdefault(delta.name, delta.place)

    def _end(self, step: int, delta: DoneDelta) -> None:
        self._done.append((step, delta))

    def _meta(self, step: int, delta: MetaDelta) -> None:
        """Most chunks of a stream say it all again: that is kept once."""
        if delta is not self._described:
            self._describe(step, delta)
            self._described = delta

    def _describe(self, step: int, delta: MetaDelta) -> None:
        metas = self._metas
        known = metas[-1][1] if metas else MetaDelta()
        told = (delta.id or known.id, delta.model or known.model, delta.provider or known.provider)
        if told != (known.id, known.model, known.provider) or not metas:
            metas.append((step, MetaDelta(*told)))

    # --- Parts

    def _text(self, step: int, delta: TextDelta) -> _Joined | None:
        part = self._going_on(delta.choice, TextDelta, delta.key)
        if part is None:
            if not delta.text:
                return None
            part = self._open(step, delta.choice, TextDelta, delta.key, Text("", refusal=delta.refusal))
        return part.append(step, delta.text, cumulative=delta.cumulative)

    def _reasoning(self, step: int, delta: ReasoningDelta) -> _Joined | None:
        part = self._going_on(delta.choice, ReasoningDelta, delta.key)
        if part is None:
            if not delta.text and delta.signature is None:
                return None
            part = self._open(step, delta.choice, ReasoningDelta, delta.key, Reasoning("", delta.signature))
        elif delta.signature is not None:
            part.become(step, Reasoning("", delta.signature))
        return part.append(step, delta.text, cumulative=delta.cumulative)

    def _going_on(self, choice: int, of: type[Delta], key: Hashable) -> _Growing | None:
        """The part that a piece of text continues; without a key the last one, unless that is of another kind."""
        part = self._by_key.get((choice, of, key)) or self._known(choice, of, key)
        return part if key is not None or part is self._last_part.get(choice) else None

    def _known(self, choice: int, of: type[Delta], key: Hashable) -> _Growing | None:
        """The part of a key, which may begin with another name of its place."""
        part = self._by_key.get((choice, of, key))
        if part is None and self._names and isinstance(key, tuple) and key[:1] and key[0] in self._names:
            return self._by_key.get((choice, of, (self._names[key[0]], *key[1:])))
        return part

    def _tool_call(self, step: int, delta: ToolCallDelta) -> _Joined:
        part = self._call_of(delta)
        if part is None:
            key = delta.key if delta.key is not None else ("call", len(self._parts))
            form = ToolCall(delta.id or None, delta.name or None, "", delta.server)
            part = self._open(step, delta.choice, ToolCallDelta, key, form)
            self._call_heads.append(CallHead(step, part.index, delta))
        elif delta.id or delta.name or delta.key != part.name[2]:
            part.complete_call(step, delta)
            self._call_heads.append(CallHead(step, part.index, delta))
        self._last_call[delta.choice] = part
        return part.append(step, delta.arguments, cumulative=delta.cumulative)

    def _call_of(self, delta: ToolCallDelta) -> _Growing | None:
        """The call that a piece continues; None when it opens one."""
        if delta.key is None:
            last = self._last_call.get(delta.choice)
            return None if last is None or delta.name or delta.id not in (None, "", last.call_id) else last
        part = self._known(delta.choice, ToolCallDelta, delta.key)
        if part is None:
            return self._call_gone_on(delta)
        # A new id with a name on an index already in use is another call (Cerebras sends every call at index 0).
        is_other = delta.id and delta.name and part.call_id not in (None, delta.id)
        return None if is_other else part

    def _call_gone_on(self, delta: ToolCallDelta) -> _Growing | None:
        """The open call that a piece with an index which nothing opened goes on with; None when it begins a call."""
        last = self._last_call.get(delta.choice)
        begins = delta.id or delta.name or delta.cumulative or not isinstance(delta.key, int)
        if last is None or begins or (delta.arguments.lstrip().startswith("{") and last.ends_with("}")):
            return None
        self._by_key[delta.choice, ToolCallDelta, delta.key] = last
        return last

    def _part(self, step: int, delta: PartDelta) -> _Joined:
        """A whole part; the same key again is a later form of the same part."""
        key = delta.key if delta.key is not None else ("part", len(self._parts))
        part = self._known(delta.choice, PartDelta, key)
        if part is None:
            part = self._open(step, delta.choice, PartDelta, key, delta.part)
        else:
            part.become(step, later_form(part.forms[-1][1], delta.part))
        return part.index, 0, 0

    def _piece(self, step: int, delta: PieceDelta) -> _Joined:
        """A piece of a part that is known by the same keys as whole parts."""
        part = self._by_key.get((delta.choice, PartDelta, delta.key))
        if part is None:
            nothing = replace(delta.part, content="") if isinstance(delta.part, Blob) else replace(delta.part, data="")
            part = self._open(step, delta.choice, PartDelta, delta.key, nothing)
        return part.append(step, delta.text, cumulative=False)

    def _annotation(self, step: int, delta: AnnotationDelta) -> _Joined:
        """Annotations may come before their text, and all of them with every chunk (Perplexity)."""
        part = self._known(delta.choice, TextDelta, delta.key)
        part = part or self._open(step, delta.choice, TextDelta, delta.key, Text(""))
        part.annotate(step, delta.annotations)
        return part.index, 0, 0

    def _open(self, step: int, choice: int, of: type[Delta], key: Hashable, form: Part) -> _Growing:
        """A new part; it is known by the type of the deltas that make it, which is quicker to look up than a Kind."""
        place = key[0] if isinstance(key, tuple) and key else _NOWHERE
        part = _Growing(len(self._parts), (choice, of.kind, key), [(step, form)], partial(self._told.add, place))
        self._parts.append(part)
        self._by_key[choice, of, key] = self._last_part[choice] = part
        if of is PartDelta:
            self._told.add(place)
        return part

    _folds: ClassVar[dict[type, Callable[[Fold, int, Any], _Joined | None]]] = {
        RoleDelta: _role,
        FinishDelta: _finish,
        UsageDelta: _usage,
        ErrorDelta: _error,
        UnknownDelta: _not_known,
        PlaceDelta: _place,
        DoneDelta: _end,
        MetaDelta: _meta,
        TextDelta: _text,
        ReasoningDelta: _reasoning,
        ToolCallDelta: _tool_call,
        PartDelta: _part,
        PieceDelta: _piece,
        AnnotationDelta: _annotation,
    }


class _Growing:
    """A part while it is folded."""

    __slots__ = (
        "_annotated",
        "_ends",
        "_length",
        "_pieces",
        "_say",
        "_start",
        "_starts",
        "_steps",
        "forms",
        "index",
        "name",
    )

    def __init__(
        self,
        index: int,
        name: tuple[int, Kind, Hashable],
        forms: list[tuple[int, Part]],
        say: Callable[[], None],
    ) -> None:
        """`say` is called when it holds text for the first time."""
        self.index, self.name, self.forms, self._say = index, name, forms, say
        self._pieces: list[str] = []
        self._steps, self._starts, self._ends = array("q"), array("q"), array("q")
        self._start = self._length = 0
        self._annotated: set[str] = set()

    @property
    def call_id(self) -> str | None:
        """The id of a tool call, as far as it is known."""
        form = self.forms[-1][1]
        return form.id if isinstance(form, ToolCall) else None

    def append(self, step: int, text: str, *, cumulative: bool) -> _Joined:
        """Add text; cumulative text adds what is new, or starts afresh when it does not continue what is held."""
        before = after = self._length
        if text and cumulative:
            text = self._new_of(text)
        if text:
            if not self._steps:
                self._say()
            elif "\udc00" <= text[0] <= "\udfff" and "\ud800" <= self._pieces[-1][-1:] <= "\udbff":
                text = self._with_other_half(text)
            self._length = after = before + len(text)
            self._pieces.append(text)
            self._steps.append(step)
            self._starts.append(self._start)
            self._ends.append(after)
        return self.index, before, after

    def _with_other_half(self, text: str) -> str:
        """A text whose first character is half of one that the piece before began: both stand there from now on."""
        last = self._pieces[-1]
        pair = (last[-1] + text[0]).encode("utf-16", "surrogatepass").decode("utf-16")
        self._pieces[-1] = last[:-1] + pair
        return text[1:]

    def ends_with(self, text: str) -> bool:
        """Whether the last piece ends so, blanks aside."""
        return bool(self._pieces) and self._pieces[-1].rstrip().endswith(text)

    def _new_of(self, text: str) -> str:
        """What a cumulative text adds."""
        whole = "".join(self._pieces)
        self._pieces, held = [whole], whole[self._start :]
        if text.startswith(held):
            return text[len(held) :]
        self._start = self._length
        return text

    def become(self, step: int, form: Part) -> None:
        """Take a new form."""
        self.forms.append((step, form))

    def complete_call(self, step: int, delta: ToolCallDelta) -> None:
        """Id and name may come late, and may be repeated as empty or null: only what is new and not empty counts."""
        form = self.forms[-1][1]
        if isinstance(form, ToolCall) and not (form.id and form.name):
            _add(self.forms, step, replace(form, id=form.id or delta.id or None, name=form.name or delta.name or None))

    def annotate(self, step: int, annotations: Iterable[Json]) -> None:
        """Add the annotations that are not there yet."""
        form = self.forms[-1][1]
        new = tuple(one for one in annotations if self._is_new(one))
        if new and isinstance(form, Text):
            self.become(step, replace(form, annotations=(*form.annotations, *new)))

    def _is_new(self, annotation: Json) -> bool:
        name = json.dumps(annotation)
        before = len(self._annotated)
        self._annotated.add(name)
        return len(self._annotated) > before

    def track(self) -> Track:
        """The part as it grew."""
        text = "".join(self._pieces)
        return Track(self.index, *self.name, text, self._steps, self._starts, self._ends, self.forms)


def fold(said: Iterable[Iterable[Delta]]) -> Assembly:
    """Fold whole: the deltas of each step, in order. A sequence of steps is asked for some of them again, later."""
    folding = Fold()
    steps = said if isinstance(said, (list, Sequence)) else [tuple(deltas) for deltas in said]
    for deltas in steps:
        folding.add(deltas)
    return folding.assembly(steps)


def _add(history: list[tuple[int, T]], step: int, value: T) -> None:
    """Go on with a history, unless the value is the last one again."""
    if not history or history[-1][1] != value:
        history.append((step, value))
