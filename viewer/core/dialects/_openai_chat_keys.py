# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Keys that chat completions are known to carry, in answers, choices and messages.

Rule: what is not here is shown as unknown. What is here and not translated says nothing of the answer itself: times,
filters that let everything pass, padding, what routers tell of themselves. Null and empty values never count.
"""

from __future__ import annotations


def _keys(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ANSWER_KEYS = _keys(
    # translated
    "id object created model provider choices usage error x_groq citations search_results",
    # the service about itself
    "system_fingerprint service_tier generationId request_id metadata provider_metadata user_id stream_options",
    # content filters (Azure), moderation (OpenAI)
    "prompt_filter_results content_filter_results moderation",
    # times and the prompt as the server read it (Cerebras, llama.cpp, Groq, Together, vLLM, Hugging Face)
    "time_info timings sla_metrics usage_breakdown prompt prompt_logprobs prompt_token_ids kv_transfer_params",
    # padding against traffic analysis (OpenAI, Mistral)
    "obfuscation p",
)

CHOICE_KEYS = _keys(
    "index delta message finish_reason native_finish_reason error",
    # the token's probability, number and text again (OpenAI, Together, Hugging Face, vLLM)
    "logprobs text seed stop_reason matched_stop token_ids",
    "content_filter_results content_filter_result content_filter_offsets",
)

MESSAGE_KEYS = _keys(
    "role content refusal reasoning reasoning_content reasoning_details tool_calls function_call",
    "audio annotations images executed_tools",
    # the same again in another form, or where it came from
    "name index token_id channel parsed provider_metadata provider_specific_fields extra_content thought_signature",
)
