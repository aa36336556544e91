# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The rooms of the conversation pane: Recording and position -> rows -> laid out items -> one painted canvas.

`rows` says what can stand on the canvas, `script` and its neighbours say what does; none of them knows Qt's widgets.
`flow`, `strip` and `stack` lay it out, `canvas` paints it and takes mouse and keys.
"""
