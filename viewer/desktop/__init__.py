# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How the desktop knows cassettes and this program: one table of document types -> files for every platform.

`associations` is the table, `file_signatures` what its documents begin with; `freedesktop`, `info_plist` and
`windows_registry` write it down as each platform wants it. `integration` puts it into a user's settings, as a
plan that can be undone.
"""

from __future__ import annotations
