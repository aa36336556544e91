# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One file per pane. Rule: a pane shows one exchange at one position, and asks for everything else by signals."""
