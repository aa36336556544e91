# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One instance for each user and display: a second start hands its files to the first.

All files are in one tree, not in tabs: cassettes of a test suite belong together, are compared, filtered and walked
through with the same keys. So a second start hands its files over and ends. `single` decides that before anything of
the window is imported, `address` says where the first is found (one for each user, display and root folder, and nothing
that others could have put there), `message` what they say, `listener` hears it in the event loop. A lock covers a start
from its decision until it listens, because connecting or else listening is a race. Qt's local sockets, for they are
pipes on Windows; the price is the import of QtCore. Who does not greet within two seconds hangs, and the start opens a
window apart.
"""
