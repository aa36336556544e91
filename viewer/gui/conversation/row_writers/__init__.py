# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""From a recording and a position to rows: `conversation` writes all, each other module a part of them."""
