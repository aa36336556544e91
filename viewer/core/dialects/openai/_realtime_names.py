# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Realtime API: the names of its events and of their keys.

Reference: platform.openai.com/docs/api-reference/realtime-client-events and -server-events; the names of the beta,
which Azure's Voice Live keeps; and what Azure and xAI add.
"""

from __future__ import annotations

from viewer.core.dialects._keys import Keys, words

# How text is told: under which key, and whether it is all of it. The second names are those of the beta.
TEXT = {
    "response.output_text.delta": ("delta", False),
    "response.text.delta": ("delta", False),
    "response.output_text.done": ("text", True),
    "response.text.done": ("text", True),
    "response.output_audio_transcript.delta": ("delta", False),
    "response.audio_transcript.delta": ("delta", False),
    "response.output_audio_transcript.done": ("transcript", True),
    "response.audio_transcript.done": ("transcript", True),
}
_TRANSCRIPTION = "conversation.item.input_audio_transcription"
HEARD = {
    f"{_TRANSCRIPTION}.delta": ("delta", False),
    f"{_TRANSCRIPTION}.updated": ("transcript", True),
    f"{_TRANSCRIPTION}.completed": ("transcript", True),
}
ARGUMENTS = {
    "response.function_call_arguments.delta": ("delta", False),
    "response.function_call_arguments.done": ("arguments", True),
    "response.mcp_call_arguments.delta": ("delta", False),
    "response.mcp_call_arguments.done": ("arguments", True),
}
# What happens to the session or to the sound, and says nothing.
QUIET = words(
    "ping conversation.created rate_limits.updated response.cancel",
    "conversation.item.truncate conversation.item.truncated conversation.item.delete conversation.item.deleted",
    "conversation.item.retrieve conversation.item.input_audio_transcription.segment",
    "input_audio_buffer.speech_stopped input_audio_buffer.timeout_triggered input_audio_buffer.dtmf_event_received",
    "output_audio_buffer.clear output_audio_buffer.started output_audio_buffer.stopped output_audio_buffer.cleared",
    "mcp_list_tools.in_progress mcp_list_tools.completed mcp_list_tools.failed",
    "response.mcp_call.in_progress response.mcp_call.completed response.mcp_call.failed",
    "response.audio_timestamp.delta response.audio_timestamp.done",
    "response.animation_blendshapes.delta response.animation_blendshapes.done",
    "response.animation_viseme.delta response.animation_viseme.done",
    "session.avatar.connect session.avatar.connecting",
)
KEYS = Keys(
    {},
    words(
        "type event_id session response item part conversation error delta text transcript arguments name audio code",
        "item_id response_id previous_item_id output_index content_index call_id obfuscation logprobs usage",
        "rate_limits audio_start_ms audio_end_ms audio_duration_ms audio_offset_ms timestamp timestamp_type",
        "start_time start end latency rid ts id speaker frames frame_index viseme_id animation_offset_ms",
        "client_sdp server_sdp language status reason ok event dtmf received_at",
    ),
)
