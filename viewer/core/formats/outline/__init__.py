# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""large file -> where each interaction lies -> one interaction at a time: a file is looked through, not parsed.

A scan (`yaml_sequence`, `json_array`, `json_lines`) finds where the interactions begin; `excerpt` gives one of them to
the reader as a small file of its own, at the lines and under the names that it has in the large one; `cassette` is
what comes of it. Rule: where a file is not as a scan expects, all from there on is parsed at once, as a small file is.
"""
