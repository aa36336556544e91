# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Pictures of strangers: bytes of a cassette → pixels, or a reason why there are none.

Rule: what Qt may decode is told by the bytes and is a list of ours (`kinds`); a picture's size is read from its head
(`sizes`); its pixels are made in a process apart (`process`), which has little memory and little time, and whose end
costs a picture and nothing else. SVG is a language: `svg` cuts it down to shapes before anything draws it.
"""
