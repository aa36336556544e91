# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two recordings -> which interaction is which, and every difference with its place on both sides.

`alignment` pairs interactions, `exchanges` compares a pair, `recordings` does both; `comparison` is what comes out.
`interaction_pair` is one pair as panes show it, by rows and by lines (`line_pairs`); `stream_pair` plays two streams.
`words` and `json_changes` compare words and JSON; `noise` and `renaming` tell what a machine
drew from what somebody said, `rules` reads what the user wants left out. `reports` writes a comparison down.
"""
