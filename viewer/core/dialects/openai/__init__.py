# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's APIs; other providers that speak chat completions use the public modules beside the dialects."""
