# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Findings as the comment for a pull request (GitHub Flavored Markdown): a table by cassette, details folded.

Rule: text from a cassette stands inside code only. A comment of GitHub may have 65,536 characters; this has 60,000 at
most and says what it left out: the table comes first, then the details of what matters most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TextIO

from viewer.core.compare.comparison import Row, Side
from viewer.core.compare.findings import Change, Findings, by_importance, of_sections, shared
from viewer.core.compare.reports.excerpts import changed_lines
from viewer.core.text.markdown import code_block, code_span, table_cell
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural

LONGEST = 60_000
"""Characters of a comment."""
_KEPT_FOR_NOTE = 300
_LONGEST_OF_CHANGE = 4000
_MOST_IN_CELL = 4
_MOST_SHARED = 20
_LONGEST_VALUE = 200


def write_markdown(found: Sequence[Findings], out: TextIO) -> None:
    """Write the comment."""
    ordered = by_importance(found)
    listed = [one for one in ordered if one.is_different or one.error is not None]
    blocks = [_head(ordered, listed), *_cosmetic(ordered), *_shared(listed)]
    budget = LONGEST - _KEPT_FOR_NOTE - sum(len(block) + 2 for block in blocks)
    rows, left_out = _fitting([_row(one) for one in listed], budget)
    table = ["| cassette | what changed | |\n| --- | --- | --- |\n" + "".join(rows)] if rows else []
    budget -= sum(map(len, table)) + 2
    details, untold = _fitting([_details(one) for one in listed if one.changes], budget)
    out.write("\n\n".join([blocks[0], *table, *blocks[1:]]).rstrip() + "\n")
    out.writelines("\n" + detail for detail in details)
    if left_out or untold:
        told = [f"{plural(left_out, 'file')} of the table"] * bool(left_out) + [
            f"details of {plural(untold, 'file')}"
        ] * bool(untold)
        out.write(
            f"\n_Cut at {LONGEST:,} characters: {' and '.join(told)} left out. `cassette-viewer diff` shows all._\n"
        )


def _head(found: Sequence[Findings], listed: Sequence[Findings]) -> str:
    if not listed:
        return f"**No cassette says anything else** ({plural(len(found), 'file')} compared)"
    changes = sum(len(one.changes) for one in listed)
    return f"**{plural(changes, 'change')} in {len(listed)} of {plural(len(found), 'cassette')}**"


def _cosmetic(found: Sequence[Findings]) -> Iterator[str]:
    count = sum(not one.is_different and one.error is None and bool(one.noise) for one in found)
    if count:
        yield f"{plural(count, 'file')} cosmetic only: ids, dates, chunk borders and the like."


def _shared(found: Sequence[Findings]) -> Iterator[str]:
    together = shared(found)
    if together:
        lines = [f"- {plural(count, 'file')}: {code_span(gist)}" for gist, count in together[:_MOST_SHARED]]
        more = len(together) - len(lines)
        yield "\n".join(["The same in several files:", "", *lines, *([f"- and {more} more"] if more > 0 else [])])


def _fitting(blocks: Sequence[str], budget: int) -> tuple[list[str], int]:
    """As many blocks as fit, in order, and how many do not."""
    kept: list[str] = []
    for block in blocks:
        if len(block) + 1 > budget:
            break
        kept.append(block)
        budget -= len(block) + 1
    return kept, len(blocks) - len(kept)


def _row(found: Findings) -> str:
    gists = [change.gist for change in sorted(found.changes, key=lambda change: change.concern)]
    cells = [table_cell(one_line(gist, _LONGEST_VALUE)) for gist in gists[:_MOST_IN_CELL]]
    more = len(gists) - len(cells)
    told = "<br>".join([*cells, *([f"and {more} more"] if more > 0 else [])])
    if found.error is not None:
        told = table_cell(one_line(found.error, _LONGEST_VALUE))
    return f"| {table_cell(name(found.name))} | **{found.verdict}** | {told} |\n"


def _details(found: Findings) -> str:
    title = f"{escape(name(found.name))}: {plural(len(found.changes), 'change')}"
    lines = [f"<details><summary>{title}</summary>", ""]
    for section, changes in of_sections(found.changes):
        if section:
            lines += [f"**{code_span(section)}**", ""]
        for change in changes:
            lines += [*_change(change), ""]
    if found.noise:
        told = ", ".join(f"{noise} {count}" for noise, count in found.noise.items())
        lines += [f"Ignored: {told}", ""]
    return "\n".join([*lines, "</details>", ""])


def _change(change: Change) -> Iterator[str]:
    row = change.row
    yield f"- {code_span(row.label)}{_lines(row)}"
    shown = "\n".join(_values(row) if row.paths else [*_side(row.before, "-"), *_side(row.after, "+")])
    if len(shown) > _LONGEST_OF_CHANGE:
        cut = len(shown) - _LONGEST_OF_CHANGE
        shown = f"{shown[:_LONGEST_OF_CHANGE]}\n… {cut:,} more characters"
    yield ""
    yield from ("  " + line for line in code_block(shown, "diff").split("\n"))


def _values(row: Row) -> Iterator[str]:
    for path in row.paths:
        for sign, value in (("-", path.before), ("+", path.after)):
            if value is not None:
                yield f"{sign} {path.path or '(all of it)'}: {one_line(value, _LONGEST_VALUE)}"


def _side(side: Side | None, sign: str) -> Iterator[str]:
    if side is not None:
        yield from (f"{sign} {''.join(text for text, _ in pieces)}" for pieces in changed_lines(side))


def _lines(row: Row) -> str:
    lines = [str(side.line) for side in (row.before, row.after) if side is not None and side.line]
    return f" line {' → '.join(lines)}" if lines else ""
