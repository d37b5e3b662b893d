"""How servers that speak OpenAI's interface refuse a request because tools are offered in it, and what helps.

Each server says it in its own message, and few with a code. The message is never repeated: it may quote anything.
"""

import re

_WAYS = (
    (rb"--jinja", "llama.cpp takes tools only if it is started with --jinja"),
    (
        rb"--enable-auto-tool-choice|--tool-call-parser",
        "vLLM takes tools only if it is started with --enable-auto-tool-choice and --tool-call-parser",
    ),
    (
        rb"tools with .?reasoning_effort",
        "this model takes tools over chat completions only without reasoning: set reasoning_effort to none, or use"
        " openai_responses",
    ),
    (
        rb"(?:does not|doesn't|do not) support (?:tools|tool use|tool calls|tool calling|function calling)"
        rb"|no endpoints found that support tool use|(?:unsupported|unknown|unrecognized)[a-z :]{0,40}[\"'`\\]*tools\b"
        rb"|(?:tools|tool use|tool calling|function calling)[`']? (?:is|are) not (?:supported|enabled)",
        "the model cannot call tools, or its server does not let it: choose another one",
    ),
)
"""Ollama and many others; OpenRouter; llama.cpp of old; Azure; Groq."""
_REFUSES = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in _WAYS)


def why_no_tools(body: bytes) -> str:
    """Why this answer refuses tools, and what to do; empty if it is about something else."""
    return next((words for pattern, words in _REFUSES if pattern.search(body)), "")
