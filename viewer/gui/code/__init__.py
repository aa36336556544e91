# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON and text of any size: a view whose cost depends on what is visible, not on the document."""
