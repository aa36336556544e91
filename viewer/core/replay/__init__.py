# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Why a request would not be replayed: what was asked, which rules its recorder matches by, and what comes nearest.

`request_text` reads a request in whatever form people have it, `error_texts` what libraries print when they find none;
`matchers` are the rules of each recorder, `nearest` holds a request against a recording.
"""
