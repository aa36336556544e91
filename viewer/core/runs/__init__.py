# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What agents did: conversations -> turns -> steps (calls of a model) -> tools, what each cost and where it failed."""
