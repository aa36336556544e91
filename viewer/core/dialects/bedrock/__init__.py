# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Amazon Bedrock: Converse, InvokeModel with what each hosted model speaks, and agents."""
