# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's InvokeModel: every vendor's answers, chunks and requests, and agents."""

from __future__ import annotations

import base64
import json

import pytest

from viewer.core.analysis import analyse
from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.bedrock.agents import BedrockAgents
from viewer.core.dialects.bedrock.invoke import BedrockInvoke
from viewer.core.fold import fold
from viewer.core.messages import (
    ApiError,
    Blob,
    FinishReason,
    Message,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Usage,
)
from viewer.core.model import Body, Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

INVOKE, AGENTS = BedrockInvoke(), BedrockAgents()
_METRICS: dict[str, Json] = {"amazon-bedrock-invocationMetrics": {"inputTokenCount": 3, "outputTokenCount": 2}}


def _wrapped(payload: Json) -> Json:
    return {"bytes": base64.b64encode(json.dumps(payload).encode()).decode(), "p": "abc"}


def _event(payload: Json, name: str = "chunk", index: int = 0) -> StreamEvent:
    return StreamEvent(index, (index, index + 1), json.dumps(payload), payload, is_json=True, name=name)


def _streamed(*payloads: Json) -> Answer:
    return fold(INVOKE.deltas(_event(payload)) for payload in payloads).answer()


def _whole(body: Json) -> Answer:
    return fold([INVOKE.response(body)]).answer()


def _said(answer: Answer) -> list[tuple[str, str | None]]:
    return [
        ("".join(part.content for part in m.parts if isinstance(part, Text)), m.native_finish_reason)
        for m in answer.messages
    ]


def _nova(index: int, text: str) -> Json:
    return {"contentBlockDelta": {"contentBlockIndex": index, "delta": {"text": text}}}


_STREAMS: dict[str, list[Json]] = {
    "anthropic": [
        {"type": "message_start", "message": {"role": "assistant", "usage": {"input_tokens": 3}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "I add"}},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}},
        {"type": "message_stop", "amazon-bedrock-invocationMetrics": {"inputTokenCount": 99, "outputTokenCount": 99}},
    ],
    "claude 2": [
        {"completion": "I ", "stop_reason": None, "stop": None},
        {"completion": "add", "stop_reason": "stop_sequence", "stop": "\n\nHuman:", **_METRICS},
    ],
    "nova": [
        {"messageStart": {"role": "assistant"}},
        _nova(0, "I "),
        {"contentBlockStop": {"contentBlockIndex": 0}},
        _nova(1, "add"),
        {"messageStop": {"stopReason": "end_turn"}},
        {"metadata": {"usage": {"inputTokens": 3, "outputTokens": 2}, "metrics": {}, "trace": {}}},
    ],
    "llama": [
        {"generation": "I ", "prompt_token_count": 3, "generation_token_count": 1, "stop_reason": None},
        {"generation": "add", "prompt_token_count": None, "generation_token_count": 2, "stop_reason": "length"},
    ],
    "titan": [
        {"outputText": "I ", "index": 0, "inputTextTokenCount": 3, "completionReason": None},
        {"outputText": "add", "index": 0, "totalOutputTextTokenCount": 2, "completionReason": "FINISH", **_METRICS},
    ],
    "cohere": [
        {"text": "I ", "is_finished": False, "index": 0},
        {"text": "add", "is_finished": False, "index": 0},
        {"is_finished": True, "finish_reason": "COMPLETE", "index": 0, **_METRICS},
    ],
    "mistral": [
        {"outputs": [{"text": "I ", "stop_reason": None}]},
        {"outputs": [{"text": "add", "stop_reason": "stop"}], **_METRICS},
    ],
    "jamba": [
        {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "I add"}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], **_METRICS},
    ],
}


@pytest.mark.parametrize("wrap", [True, False])
@pytest.mark.parametrize("vendor", _STREAMS)
def test_every_vendors_chunks(vendor: str, wrap: bool) -> None:
    payloads = [_wrapped(payload) if wrap else payload for payload in _STREAMS[vendor]]
    answer = _streamed(*payloads)
    assert [text for text, _ in _said(answer)] == ["I add"]
    assert len(answer.messages[0].parts) == 1
    assert answer.messages[0].finish_reason is not None
    assert (answer.usage, answer.unknown, answer.error) == (Usage(3, 2), (), None)


@pytest.mark.parametrize("vendor", _STREAMS)
def test_a_stream_and_its_whole_answer_say_the_same(vendor: str) -> None:
    events = [_event(_wrapped(payload), index=n) for n, payload in enumerate(_STREAMS[vendor])]
    streamed = whole = Answer()
    for count in range(1, len(events) + 1):
        streamed = fold(INVOKE.deltas(event) for event in events[:count]).answer()
        whole = _whole(INVOKE.assemble(streamed, events[:count]))
        assert [text for text, _ in _said(whole)] == [text for text, _ in _said(streamed)]
    assert _said(whole) == _said(streamed)


@pytest.mark.parametrize(
    ("body", "said", "usage"),
    [
        (
            {
                "inputTextTokenCount": 3,
                "results": [{"tokenCount": 2, "outputText": "Hi", "completionReason": "CONTENT_FILTERED"}],
            },
            [("Hi", "CONTENT_FILTERED")],
            Usage(3, 2),
        ),
        (
            {"id": "i", "prompt": "p", "generations": [{"id": "g", "text": "Hi", "finish_reason": "MAX_TOKENS"}]},
            [("Hi", "MAX_TOKENS")],
            None,
        ),
        (
            {"response_id": "r", "generation_id": "g", "text": "Hi", "chat_history": [1], "finish_reason": "COMPLETE"},
            [("Hi", "COMPLETE")],
            None,
        ),
        (
            {"id": 1, "completions": [{"data": {"text": "Hi"}, "finishReason": {"reason": "endoftext"}}]},
            [("Hi", "endoftext")],
            None,
        ),
        ({"choices": [{"index": 0, "message": {"content": "Hi"}, "stop_reason": "stop"}]}, [("Hi", "stop")], None),
        ({"choices": [{"text": "Hi", "stop_reason": "length"}]}, [("Hi", "length")], None),
        ({"inputTokens": 7}, [], Usage(7)),
    ],
)
def test_whole_answers(body: Json, said: list[tuple[str, str]], usage: Usage | None) -> None:
    answer = _whole(body)
    assert (_said(answer), answer.usage, answer.unknown) == (said, usage, ())


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"images": ["iVBO"], "error": None}, Blob("image", None, "iVBO")),
        ({"artifacts": [{"base64": "iVBO"}], "result": "success"}, Blob("image", None, "iVBO")),
        (
            {"embedding": [0.5], "inputTextTokenCount": 1},
            Other("embedding", {"embedding": [0.5], "inputTextTokenCount": 1}),
        ),
        ({"results": [{"relevance_score": 1}]}, Other("results", {"results": [{"relevance_score": 1}]})),
    ],
)
def test_answers_that_are_no_text(body: Json, part: Part) -> None:
    assert _whole(body).messages[0].parts == (part,)


def test_what_is_not_known_and_what_failed() -> None:
    assert [delta.what for delta in _streamed({"novelty": 1}).unknown] == ["chunk"]
    assert [delta.what for delta in _streamed({"generation": "", "novelty": 1}).unknown] == ["novelty"]
    assert _whole({"message": "No access"}).error == ApiError(None, None, "No access")
    assert _whole({"images": None, "error": "Blocked"}).error == ApiError(None, None, "Blocked")
    thrown = fold([INVOKE.deltas(_event({"message": "Slow"}, "throttlingException"))]).answer()
    assert thrown.error == ApiError("throttlingException", None, "Slow")


def test_what_a_guardrail_found_is_shown() -> None:
    answer = _streamed({"generation": "Hi", "amazon-bedrock-trace": {"guardrail": {"modelOutput": ["x"]}}})
    assert answer.messages[0].parts == (Text("Hi"), Other("trace", {"guardrail": {"modelOutput": ["x"]}}))


def test_what_bedrock_counts_beside_the_vendor_is_kept() -> None:
    """Latencies are told there alone; the counts are the vendor's."""
    said = {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 2}}
    metrics: Json = {"amazon-bedrock-invocationMetrics": {"outputTokenCount": 3, "firstByteLatency": 9}}
    usage = _streamed({**said, **metrics}).usage  # type: ignore[dict-item]
    assert usage is not None
    assert usage.output_tokens == 2
    assert usage.reported == {"output_tokens": 2, **metrics}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "said",
    [
        {"outputText": "Sorry", "index": 0, "completionReason": None},
        {"generation": "Sorry", "stop_reason": "stop"},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Sorry"}},
    ],
)
def test_a_guardrail_that_intervened_ends_the_answer(said: dict[str, Json]) -> None:
    answer = _streamed({**said, "amazon-bedrock-guardrailAction": "INTERVENED"})
    assert _said(answer) == [("Sorry", "INTERVENED")]
    assert answer.messages[0].finish_reason is FinishReason.CONTENT_FILTER
    passed = _streamed({**said, "amazon-bedrock-guardrailAction": "NONE"})
    assert passed.messages[0].finish_reason is not FinishReason.CONTENT_FILTER


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ({"prompt": "Hi", "max_gen_len": 5}, [("user", "Hi")]),
        ({"inputText": "Hi", "textGenerationConfig": {}}, [("user", "Hi")]),
        (
            {"anthropic_version": "bedrock-2023-05-31", "messages": [{"role": "user", "content": "Hi"}]},
            [("user", "Hi")],
        ),
        (
            {"schemaVersion": "messages-v1", "messages": [{"role": "user", "content": [{"text": "Hi"}]}]},
            [("user", "Hi")],
        ),
        ({"messages": [{"role": "user", "content": [{"text": "Hi"}]}]}, [("user", "Hi")]),
        ({"messages": [{"role": "user", "content": "Hi"}], "n": 1}, [("user", "Hi")]),
        (
            {"message": "So?", "chat_history": [{"role": "CHATBOT", "message": "Hi"}], "preamble": "Be brief"},
            [("system", "Be brief"), ("assistant", "Hi"), ("user", "So?")],
        ),
        ({"texts": ["Hi"], "input_type": "search_query"}, [("user", "Hi")]),
        ({"text_prompts": [{"text": "Hi"}]}, [("user", "Hi")]),
        ({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "Hi"}}, [("user", "Hi")]),
        ({"input": {"converse": {"messages": [{"role": "user", "content": [{"text": "Hi"}]}]}}}, [("user", "Hi")]),
        ({"input": {"invokeModel": {"body": base64.b64encode(b'{"prompt": "Hi"}').decode()}}}, [("user", "Hi")]),
    ],
)
def test_requests(body: Json, messages: list[tuple[str, str]]) -> None:
    prompt = INVOKE.request(body)
    told = [
        (m.role, part.content) for m in (*prompt.system, *prompt.messages) for part in m.parts if isinstance(part, Text)
    ]
    assert told == messages


@pytest.mark.parametrize("body", [{"novelty": 1}, {"input": {"novelty": 1}}, ["novelty"], "novelty"])
def test_a_request_of_unknown_shape_is_shown(body: Json) -> None:
    assert "novelty" in repr(INVOKE.request(body).messages)


@pytest.mark.parametrize(
    ("path", "first", "name"),
    [
        (
            "/model/us.anthropic.claude%3A0/invoke",
            {"type": "message", "content": [], "stop_reason": None},
            "bedrock.invoke",
        ),
        ("/model/arn%3Aaws%3Ax%2Fy/invoke-with-response-stream", None, "bedrock.invoke"),
        ("/model/m/count-tokens", {"inputTokens": 1}, "bedrock.invoke"),
        ("/", _wrapped({"generation": "Hi"}), "bedrock.invoke"),
        ("/", {"messageStart": {}, **_METRICS}, "bedrock.converse"),
        ("/agents/A/agentAliases/B/sessions/s/text", None, "bedrock.agents"),
        ("/knowledgebases/K/retrieve", None, "bedrock.agents"),
        ("/", {"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": "Hi"}}}, "bedrock.converse"),
        ("/retrieveAndGenerateStream", None, "bedrock.agents"),
    ],
)
def test_whose_it_is(path: str, first: Json, name: str) -> None:
    interaction = Interaction(0, Request("POST", f"https://example.com{path}"), Response(200))
    dialect = choose(interaction, None, None if first is None else _event(first))
    assert dialect is not None
    assert dialect.name == name


# --- Agents -----------------------------------------------------------------------------------------------------------


def _agent(*events: tuple[str, Json]) -> tuple[Part, ...]:
    answer = fold(AGENTS.deltas(_event(payload, name, n)) for n, (name, payload) in enumerate(events)).answer()
    assert answer.unknown == ()
    return answer.messages[0].parts


def _trace(step: str, told: Json) -> tuple[str, Json]:
    return "trace", {"agentAliasId": "A", "trace": {"orchestrationTrace": {step: told}}}


def test_what_an_agent_does_is_told() -> None:
    called: Json = {"function": "find", "actionGroupName": "g", "parameters": [{"name": "n", "value": "1"}]}
    assert _agent(
        _trace("rationale", {"text": "I look", "traceId": "t"}),
        _trace("invocationInput", {"traceId": "t", "invocationType": "X", "actionGroupInvocationInput": called}),
        _trace("observation", {"traceId": "t", "actionGroupInvocationOutput": {"text": "Found"}}),
        _trace("observation", {"traceId": "t", "finalResponse": {"text": "Hi"}}),
        _trace("modelInvocationInput", {"text": "x"}),
        ("chunk", {"bytes": base64.b64encode(b"Hi").decode(), "attribution": {"citations": [{"n": 1}]}}),
    ) == (
        Reasoning("I look"),
        ToolCall("t", "find", '[{"name": "n", "value": "1"}]', server=True),
        ToolCallResponse("t", "Found", server=True),
        Other("modelInvocationInput", {"text": "x"}),
        Text("Hi", ({"n": 1},)),
    )


def test_an_agents_chunk_is_plain_text_whatever_it_looks_like() -> None:
    answer = fold([AGENTS.deltas(StreamEvent(0, (0, 1), "5", 5, is_json=True, name="chunk"))]).answer()
    assert answer.messages[0].parts == (Text("5"),)


def test_an_agents_stream_just_stops_and_that_is_no_problem() -> None:
    url = "https://example.com/agents/A/agentAliases/B/sessions/s/text"
    body = b'event: chunk\ndata: {"bytes": "SGk="}\n\n'
    exchange = analyse(Interaction(0, Request("POST", url), Response(200, body=Body(body))))
    assert exchange.answer.messages[0].parts == (Text("Hi"),)
    assert exchange.problems == ()


def test_the_url_tells_the_model_and_that_it_streams() -> None:
    url = "https://example.com/model/us.m-1%3A0/invoke-with-response-stream"
    asked = Body(b'{"prompt": "Hi"}')
    prompt = analyse(Interaction(0, Request("POST", url, body=asked), Response(200))).prompt
    assert prompt is not None
    assert (prompt.model, prompt.stream) == ("us.m-1:0", True)


def test_calls_and_files_that_an_agent_hands_over() -> None:
    asked: Json = {"functionInvocationInput": {"function": "f", "parameters": []}}
    assert _agent(
        ("returnControl", {"invocationId": "i", "invocationInputs": [asked]}),
        ("files", {"files": [{"name": "a.csv", "type": "text/csv", "bytes": "YQ=="}]}),
    ) == (ToolCall("i", "f", "[]"), Blob("document", "text/csv", "YQ=="))


def test_an_inline_agent_is_known_by_its_host() -> None:
    for host, name in (("bedrock-agent-runtime.eu-1.amazonaws.com", "bedrock.agents"), ("api.example.com", None)):
        dialect = choose(Interaction(0, Request("POST", f"https://{host}/agents/s"), Response(200)), None, None)
        assert (dialect.name if dialect else None) == name


def test_a_knowledge_base_that_streams() -> None:
    cited: Json = {"citation": {"n": 1}, "retrievedReferences": []}
    assert _agent(
        ("output", {"text": "H"}), ("output", {"text": "i"}), ("citation", cited), ("guardrail", {"action": "NONE"})
    ) == (Text("Hi", ({"n": 1},)), Other("guardrail", {"action": "NONE"}))


def test_knowledge_bases() -> None:
    cited = fold([AGENTS.response({"output": {"text": "Hi"}, "citations": [{"n": 1}], "sessionId": "s"})]).answer()
    assert (cited.id, cited.messages[0].parts) == ("s", (Text("Hi", ({"n": 1},)),))
    found = fold([AGENTS.response({"retrievalResults": [{"score": 1}]})]).answer()
    assert found.messages[0].parts == (Other("retrieval_results", [{"score": 1}]),)
    assert fold([AGENTS.response({"message": "No"})]).answer().error == ApiError(None, None, "No")
    asked: list[Json] = [{"inputText": "Hi"}, {"input": {"text": "Hi"}}, {"retrievalQuery": {"text": "Hi"}}]
    for body in asked:
        assert [message.parts for message in AGENTS.request(body).messages] == [(Text("Hi"),)]
    assert AGENTS.request({"novelty": 1}).messages == (Message("user", (Other("body", {"novelty": 1}),)),)
