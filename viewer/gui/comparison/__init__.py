# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two recordings side by side. `page` goes from the question to the answer, `compared` makes it in a pool thread.

Many files are a `folder_page`, two a `pair_page`: all changes (`lines` says what is shown, `cells` lays it out, `view`
paints) and panes of a pair of interactions, by rows or by lines (`line_folds`, `line_texts`, `line_view`), or as two
streams that are played as one (`stream_players`, `stream_side`, `streams_pane`).

Rule: nothing is found, read or compared on the GUI thread, and what is very long is shown as far as it is looked at.
"""
