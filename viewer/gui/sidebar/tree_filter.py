# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Filter text -> which rows of the tree are shown: at once where that is little work, else in the background.

What was said is asked of the index and of summaries. Rows that come in later are shown by what they know themselves,
and by what was found out of their predecessors, until all are asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.gui.models.filter_query import Asked
    from viewer.gui.models.growing_tree import Accepts
    from viewer.gui.models.interaction_tree import InteractionTree
    from viewer.gui.models.nodes import FileNode
    from viewer.gui.models.ranged_file import Picked, RangedFile
    from viewer.gui.models.rows import Row
    from viewer.gui.models.text_search import Corpus, TextSearch
    from viewer.gui.tasks import Cancelled, Tasks

T = TypeVar("T")
_TYPING_MS = 120
_AGAIN_MS = 400
"""How long after the last change of the tree what was said is asked again."""
_INLINE_ROWS = 400
"""Up to so many rows are asked at once; more are asked in the background."""
_INLINE_CHARACTERS = 500_000
_OFFERED_MOST = 2000
"""Of a file of very many interactions so many are looked at for terms worth offering."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came of a query: each row, what there is to tell besides, and whether the index was of no use."""

    text: str
    asked: Asked
    known: dict[tuple[str, str], bool]
    """By file and number, for rows that take the place of others."""
    picked: dict[Path, Picked] = field(default_factory=dict)
    """What is let through of files of very many interactions."""
    counted: dict[Path, int] = field(default_factory=dict)
    """How many interactions are let through of each other file."""
    notes: tuple[str, ...] = ()
    is_incomplete: bool = False
    is_news: bool = True
    """Whether any row is answered otherwise than it was shown."""
    is_more: bool = False
    """Whether that is so only in files of very many interactions, which were asked further."""


class TreeFilter(QObject):
    """Keeps the tree filtered by a text."""

    answered = Signal(object, object)
    """What decides about rows from now on, None where nothing is filtered; and the `Answer`, None likewise."""
    told = Signal(str)
    """Something that limits what was looked through."""
    incomplete = Signal()
    """The index could not tell what was said in files that only it knows."""

    def __init__(self, model: InteractionTree, tasks: Tasks, parent: QObject) -> None:
        """Nothing is filtered."""
        super().__init__(parent)
        self._model, self._tasks = model, tasks
        self.corpus: Callable[[], Corpus] | None = None
        """Where the texts of the files are, set by who knows."""
        self._text = ""
        self._answer: Answer | None = None
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.apply)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.apply)

    @property
    def text(self) -> str:
        """What is filtered by, or will be in a moment."""
        return self._text

    @property
    def is_due(self) -> bool:
        """Whether what was typed last is not asked for yet."""
        return self._typing.isActive()

    def set_text(self, text: str) -> None:
        """Filter by another text, when typing pauses."""
        self._text = text
        self._typing.start()

    def offers(self, use: Callable[[list[str]], None]) -> None:
        """Find out which terms are worth offering."""
        files, large = self._files(), self._model.ranged_files()
        completions = _filters().completions
        of_each = (_rows(file).values() for file in files)
        offered = chain(chain.from_iterable(of_each), *(islice(file.rows(), _OFFERED_MOST) for file in large))
        self._work("offers", lambda _: completions(offered), use, at_once=_is_little(files) and not large)

    def ask_again(self) -> None:
        """Files came, went or changed: rows do not know what was said in them."""
        if self._answer is None:
            return
        if self._model.ranged_files():
            if not self._again.isActive():  # one may be read further all the time
                self._again.start()
        elif _filters().has_words(self._text):
            self._again.start()

    def apply(self) -> None:
        """Ask every row."""
        self._typing.stop()
        self._again.stop()
        accepts = _filters().acceptor(self._text) if self._text else None
        if accepts is None:
            self._tasks.cancel("filter")
            self._answer = None
            self.answered.emit(None, None)
            return
        large = self._model.ranged_files()
        files = self._files()
        corpus = self.corpus() if self.corpus is not None and _filters().has_words(self._text) else None
        is_little = (
            not large
            and _is_little(files)
            and (corpus is None or (not _filters().has_patterns(self._text) and corpus.is_small(_INLINE_CHARACTERS)))
        )
        before = self._answer if self._answer is not None and self._answer.text == self._text else None
        ask = Question(self._text, files, tuple(large), corpus, accepts, before)
        self._work("filter", ask.answer, partial(self._on_answered, accepts), at_once=is_little)

    def _files(self) -> list[FileNode]:
        """Every file but those of very many interactions."""
        large = set(map(id, self._model.ranged_files()))
        return [file for file in self._model.files() if id(file) not in large]

    def _work(self, name: str, work: Callable[[Cancelled], T], use: Callable[[T], None], *, at_once: bool) -> None:
        if at_once:
            self._tasks.cancel(name)
            use(work(lambda: False))
        else:
            self._tasks.run(name, work, use)

    def _on_answered(self, accepts: Accepts, answer: Answer) -> None:
        self._answer = answer
        known = answer.known

        def decides(row: Row) -> bool:
            told = known.get((row.file, row.number))
            return told if told is not None else accepts(row)

        if answer.is_news:
            self.answered.emit(decides, answer)
        for note in answer.notes:
            self.told.emit(note)
        if answer.is_incomplete:
            self.incomplete.emit()


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A query to be asked of every row; `before` is what it was answered the last time."""

    text: str
    files: Sequence[FileNode]
    large: tuple[RangedFile, ...]
    corpus: Corpus | None
    accepts: Accepts
    before: Answer | None

    def answer(self, cancelled: Cancelled) -> Answer:
        """Ask, in any thread."""
        from viewer.gui.models.text_search import Corpus, TextSearch  # noqa: PLC0415 - with the first filter

        files = [(node.path, _rows(node)) for node in self.files]
        with TextSearch(self.corpus or Corpus()) as search:
            asked = _filters().answers(self.text, files, search, cancelled)
            picked = self._pick(search, cancelled) if self.large else {}
            notes, is_incomplete = search.notes, search.is_incomplete
        by_id = asked[1]
        rows = [row for _, rows in files for row in rows.values()]
        counted = {path: sum(by_id.get(id(row), False) for row in rows.values()) for path, rows in files}
        known = {(row.file, row.number): by_id[id(row)] for row in rows if id(row) in by_id}
        is_news = self.before is None or any(self._was(row) is not by_id.get(id(row)) for row in rows)
        is_more = not is_news and any(self._is_more(path, now) for path, now in picked.items())
        said = {"is_incomplete": is_incomplete, "is_news": is_news or is_more, "is_more": is_more}
        return Answer(self.text, asked, known, picked, counted, notes, **said)

    def _pick(self, search: TextSearch, cancelled: Cancelled) -> dict[Path, Picked]:
        """Ask the files of very many interactions; each may have been asked about its beginning."""
        from viewer.gui.models.picking import Large, pick  # noqa: PLC0415 - with the first filter of a large file

        found: dict[Path, Picked] = {}
        for file in self.large:
            asked = Large.of(file)
            known = self.before.picked.get(file.path) if self.before is not None else None
            is_same = known is not None and known.summaries is asked.summaries
            found[file.path] = pick(self.text, asked, search, cancelled, known if is_same else None)
        return found

    def _is_more(self, path: Path, now: Picked) -> bool:
        """Whether another interaction is let through than before, or one more."""
        was = self.before.picked.get(path) if self.before is not None else None
        return was is None or was.count != now.count or was.summaries is not now.summaries

    def _was(self, row: Row) -> bool:
        """What is shown of a row until now."""
        told = self.before.known.get((row.file, row.number)) if self.before is not None else None
        return told if told is not None else self.accepts(row)


def _filters() -> ModuleType:
    """What a query means: imported with the first one."""
    from viewer.gui.models import filter_query  # noqa: PLC0415

    return filter_query


def _rows(node: FileNode) -> dict[int, Row]:
    """The rows of a file by number, its own where it has no other; in any thread, as a list is made at once."""
    return {number: leaf.row for number, leaf in list(node.by_exchange.items())} or {-1: node.row}


def _is_little(files: Sequence[FileNode]) -> bool:
    """Whether their rows may be asked at once."""
    return len(files) <= _INLINE_ROWS and sum(max(file.interactions, 1) for file in files) <= _INLINE_ROWS
