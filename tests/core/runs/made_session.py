# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A made session of Claude Code with the logs of its sub-agents beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SESSION = "7d0c"


def log_record(uuid: str, parent: str | None, kind: str, message: dict[str, Any], **more: object) -> dict[str, Any]:
    told = {"parentUuid": parent, "sessionId": SESSION, "version": "2.1.0", "type": kind, "uuid": uuid}
    return {"isSidechain": "agentId" in more, **told, "message": message, "timestamp": "2026-01-05T10:00:00Z", **more}


def log_answer(uuid: str, parent: str, content: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    usage = {"input_tokens": 10, "output_tokens": 2}
    message = {"id": f"msg_{uuid}", "role": "assistant", "model": "m", "content": content, "usage": usage}
    return log_record(uuid, parent, "assistant", message, **more)


def log_task(id_: str, prompt: str) -> dict[str, Any]:
    return {"type": "tool_use", "id": id_, "name": "Agent", "input": {"description": "dive", "prompt": prompt}}


def log_result(uuid: str, parent: str, call: str, agent: str | None, **more: object) -> dict[str, Any]:
    content = [{"type": "tool_result", "tool_use_id": call, "content": "done"}]
    told = {"toolUseResult": {"status": "completed", "agentId": agent}} if agent else {}
    return log_record(uuid, parent, "user", {"role": "user", "content": content}, **told, **more)


def agent_records(agent: str, prompt: str, calls: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    said = log_record(f"{agent}-1", None, "user", {"role": "user", "content": prompt}, agentId=agent)
    answer = log_answer(f"{agent}-2", f"{agent}-1", [{"type": "text", "text": "56 m"}, *(calls or [])], agentId=agent)
    return [said, answer]


def write_records(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def made_session(folder: Path, *, names_agents: bool = True) -> Path:
    """A session that calls two agents, with the same prompt; the second calls one of its own."""
    prompt = "Find out how deep it is."
    records = [
        log_record("1", None, "user", {"role": "user", "content": "How deep are they?"}),
        log_answer("2", "1", [log_task("t1", prompt), log_task("t2", prompt)]),
        log_result("3", "2", "t1", "a1" if names_agents else None),
        log_result("4", "3", "t2", "a2" if names_agents else None),
        log_answer("5", "4", [{"type": "text", "text": "Both 56 m."}]),
    ]
    inner = folder / SESSION / "subagents"
    write_records(inner / "agent-a1.jsonl", agent_records("a1", prompt))
    write_records(inner / "agent-a2.jsonl", agent_records("a2", prompt, [log_task("t3", "Measure the other end.")]))
    write_records(inner / "agent-a3.jsonl", agent_records("a3", "Measure the other end."))
    return write_records(folder / f"{SESSION}.jsonl", records)
