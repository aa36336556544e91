# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The conversation of one exchange: recording and position -> rows -> their layout -> one painted canvas.

`rows` says what a row can show, `row_writers` write them; neither knows Qt's widgets. `row_layout` lays them out, with
`passage_layout` for text and `line_layout` for everything on one line; `row_painter` and `text_painter` paint them.
`row_view` scrolls and follows the stream, and `canvas` adds mouse, keys, selection and search.
"""
