# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a run: what an agent did as an outline, as a chart of its context and as a table of its tools.

Rule: it is handed a `WholeRun` that was made in a task. Rows are made when somebody looks at them, their words are
masked then; nothing here understands an exchange.
"""
