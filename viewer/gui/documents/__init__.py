# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The files that are open: read in the background, read again when they change, closed.

What lies in no file is a `LooseText`, a name and bytes: standard input and pipes, which only the second start can read
and so hands over, the clipboard, and dropped text. Its document's path is a mere name, never absolute, and is neither
watched nor reloaded nor remembered.
"""
