# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The main window: what is selected, what its commands do, and what stands around the panes.

What the window remembers is in `settings` (choices; each says what it accepts, tells when it changes, and who depends
on it listens), `recents`, `geometry` and `session` over `session_file`; reading any of it never fails. `incoming` tells
what a drop or the clipboard brings; `drop_target` answers drags for the whole window, and no widget in it takes drops.
The panes and dialogs that the first picture does not show are imported and made after it.
"""
