# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The main window: what is selected, what its commands do, and what stands around the panes."""
