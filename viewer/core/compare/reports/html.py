# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Findings as one page without script: left before, right after, the words that differ marked. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TextIO

from viewer.core.compare.comparison import Side
from viewer.core.compare.findings import Change, Findings, by_importance, of_sections, shared
from viewer.core.compare.reports.excerpts import changed_lines
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural
from viewer.core.transcript.page_head import page_head


def write_html(found: Sequence[Findings], out: TextIO) -> None:
    """Write the page."""
    ordered = by_importance(found)
    title = name(found[0].name) if len(found) == 1 else plural(len(found), "cassette")
    out.write(page_head(f"Comparison of {title}", "comparison.css"))
    out.writelines(_top(ordered, title))
    out.write("<main>\n")
    for number, one in enumerate(ordered):
        if one.is_different:
            out.writelines(_file(number, one))
    out.write("</main>\n<footer><p>Written by Cassette Viewer.</p></footer>\n</body>\n</html>\n")


def _top(found: Sequence[Findings], title: str) -> Iterator[str]:
    changes = sum(len(one.changes) for one in found)
    yield f"<header>\n<h1>{escape(title)}</h1>\n<p>{plural(changes, 'change')}</p>\n"
    for gist, count in shared(found):
        yield f"<p>{plural(count, 'file')}: <code>{escape(gist)}</code></p>\n"
    yield "</header>\n"
    if len(found) > 1:
        yield '<nav aria-label="Cassettes">\n<table>\n'
        for number, one in enumerate(found):
            shown = escape(name(one.name))
            link = f'<a href="#f{number}">{shown}</a>' if one.is_different else shown
            yield f"<tr><td>{link}</td><td>{escape(one.error or one.verdict)}</td></tr>\n"
        yield "</table>\n</nav>\n"


def _file(number: int, found: Findings) -> Iterator[str]:
    yield f'<section id="f{number}">\n<h2>{escape(name(found.name))}</h2>\n<p>{escape(found.verdict)}</p>\n'
    for title, changes in of_sections(found.changes):
        yield f"<h3>{escape(title or 'the file as a whole')}</h3>\n<table>\n"
        yield '<thead><tr><th scope="col">what</th><th scope="col">before</th><th scope="col">after</th></tr></thead>\n'
        for change in changes:
            yield from _change(change)
        yield "</table>\n"
    if found.noise:
        told = ", ".join(f"{noise} {count}" for noise, count in found.noise.items())
        yield f'<p class="ignored">Ignored: {escape(told)}</p>\n'
    yield "</section>\n"


def _change(change: Change) -> Iterator[str]:
    row = change.row
    yield f'<tr><th scope="row">{escape(row.label)}</th>'
    yield f"{_cell(row.before, 'del', row.after is None)}{_cell(row.after, 'ins', row.before is None)}</tr>\n"
    for path in row.paths:
        sides = [escape(one_line(value, 400)) if value is not None else "" for value in (path.before, path.after)]
        yield f'<tr class="path"><th scope="row">{escape(path.path)}</th><td><del>{sides[0]}</del></td>'
        yield f"<td><ins>{sides[1]}</ins></td></tr>\n"


def _cell(side: Side | None, tag: str, is_alone: bool) -> str:
    if side is None:
        return '<td class="none"></td>'
    lines = [
        "".join(
            f"<{tag}>{escape(text)}</{tag}>" if differs and not is_alone else escape(text) for text, differs in pieces
        )
        for pieces in changed_lines(side)
    ]
    line = f'<span class="line">{side.line}</span>' if side.line else ""
    return f'<td class="{tag if is_alone else "both"}">{line}<pre>{chr(10).join(lines)}</pre></td>'
