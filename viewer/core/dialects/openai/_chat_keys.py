# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Keys that chat completions are known to carry, in answers, choices and messages.

Left out are times, filters that let everything pass, padding, and what routers tell of themselves.
"""

from __future__ import annotations

from viewer.core.dialects._keys import Keys, words

ANSWER_KEYS = Keys(
    {
        "id": str,
        "model": str,
        "provider": str,
        "choices": list,
        "usage": dict,
        "error": object,
        "x_groq": dict,
        "citations": list,
        "search_results": list,
    },
    words(
        # the service about itself
        "object created system_fingerprint service_tier generationId request_id metadata provider_metadata user_id",
        "stream_options",
        # content filters (Azure), moderation (OpenAI)
        "prompt_filter_results content_filter_results moderation",
        # times, and the prompt as the server read it (Cerebras, llama.cpp, Groq, Hugging Face, Together, vLLM)
        "time_info timings sla_metrics usage_breakdown prompt prompt_logprobs prompt_token_ids kv_transfer_params",
        # padding against traffic analysis (OpenAI, Mistral)
        "obfuscation p",
    ),
)

CHOICE_KEYS = Keys(
    {"index": int, "delta": dict, "message": dict, "finish_reason": str, "error": object},
    words(
        "native_finish_reason",
        # the token's probability, number and text again (OpenAI, Together, Hugging Face, vLLM)
        "logprobs text seed stop_reason matched_stop token_ids",
        "content_filter_results content_filter_result content_filter_offsets",
    ),
)

MESSAGE_KEYS = Keys(
    {
        "role": str,
        "content": object,
        "refusal": str,
        "reasoning": str,
        "reasoning_content": str,
        "reasoning_details": list,
        "tool_calls": list,
        "function_call": dict,
        "audio": dict,
        "annotations": list,
        "images": list,
        "executed_tools": list,
    },
    # the same again in another form, or where it came from
    words(
        "name index token_id channel parsed provider_metadata extra_content thought_signature",
    ),
)

REQUEST_MESSAGE_KEYS = Keys(
    {
        "role": str,
        "content": object,
        "name": str,
        "refusal": str,
        "reasoning": str,
        "reasoning_content": str,
        "reasoning_details": list,
        "tool_calls": list,
        "tool_call_id": str,
        "function_call": dict,
    },
    words("annotations cache_control prefix provider_metadata extra_content thought_signature index"),
)
