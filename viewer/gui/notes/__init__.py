# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Notes and marks in the window: what is known of them, the editor of one, the list of all.

It keeps: what is shown is what lies on the disk; a change is shown when it is written.
"""
