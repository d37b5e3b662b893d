"""Mistakes in the files that describe tools: each is found before the first call. Files and text only, no clock."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from offhook.actors.tools.mistakes import ToolsInvalid
from offhook.actors.tools.tables import read_tools
from offhook.engine.host.agent import load_agent

HEAD = 'name = "a"\n'
USES = HEAD + 'tools = "t.py"\n'
IMPORT = "from offhook.agent_tools import ToolCall, tool\n"
GOOD = IMPORT + '@tool\ndef book(day: str) -> str:\n    """Book a room."""\n    return day\n'
HTTP = HEAD + '[[http_tools]]\nname = "slots"\ndescription = "Free slots."\nurl = "https://api.test/slots"\n'
KEYED = HTTP + 'headers = { Authorization = "Bearer {secret.KEY}" }\n'
MCP = HEAD + '[[mcp]]\nname = "desk"\nurl = "https://mcp.test/mcp"\n'
ENVIRONMENT = {"SET": "abc-123-def", "TWO_LINES": "abc\ndef"}


def problems(folder: Path, text: str, files: Mapping[str, str | bytes] = {}) -> list[str]:
    """What is wrong, with paths as seen from the folder."""
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    agent = load_agent(f"{folder}/a.toml", text)
    try:
        read_tools(agent, ENVIRONMENT, Path.read_bytes, ["hang_up"])
    except ToolsInvalid as exc:
        return [line.replace(f"{folder}/", "") for line in str(exc).splitlines()]
    return []


def test_good_files_have_no_problems(tmp_path: Path) -> None:
    """A Python tool, an HTTP tool and a secret are accepted."""
    text = USES + KEYED.removeprefix(HEAD) + '[secrets]\nKEY = "SET"\n[tool.book]\nsays = "One moment."\n'
    assert problems(tmp_path, text, {"t.py": GOOD}) == []


PYTHON: Mapping[str, tuple[str | bytes, str]] = {
    "syntax": (IMPORT + "def book(:\n", "t.py:2: this is not Python: invalid syntax: correct it"),
    "module": (
        IMPORT + "import no_such_module\n",
        "t.py:2: it cannot be loaded: ModuleNotFoundError: No module named 'no_such_module': install what it imports",
    ),
    "raises": (IMPORT + "\n1 / 0\n", "t.py:3: it cannot be loaded: ZeroDivisionError: division by zero: correct it"),
    "ends": ("import sys\nsys.exit(2)\n", "t.py:2: it cannot be loaded: SystemExit: 2: correct it"),
    "no tool": (IMPORT, "a.toml:2: no tool is in 't.py': put @tool above a function, and save the file"),
    "untyped": (GOOD.replace(": str)", ")"), "t.py:2: book: day has no type: write its type, such as day: str"),
    "unknown type": (
        GOOD.replace(": str)", ': "Sring")'),
        "t.py:2: book: the type 'Sring' is unknown: import it at the top of the file, not for TYPE_CHECKING",
    ),
    "unsupported type": (
        GOOD.replace(": str)", ": complex)"),
        "t.py:2: book: day: type <class 'complex'> is not supported: text, numbers, bool, dates, Literal, ",
    ),
    "args": (
        GOOD.replace("day: str", "*days: str"),
        "t.py:2: book: a model cannot fill in *days: str: name each param",
    ),
    "kwargs": (GOOD.replace("day: str", "**more: str"), "t.py:2: book: a model cannot fill in **more: str: name each"),
    "slash": (GOOD.replace("day: str", "day: str, /"), "t.py:2: book: day has no name for the caller: remove the /"),
    "no docstring": (
        GOOD.replace('    """Book a room."""\n', ""),
        "t.py:2: book: it has no docstring: say below def what the tool does: by that a model knows when to call it",
    ),
    "docstring of another": (
        GOOD.replace("Book a room.", "Book a room.\n\n    Args:\n        dey: when\n"),
        "t.py:2: book: the docstring describes 'dey', no parameter: did you mean 'day'?",
    ),
    "default": (
        GOOD.replace("day: str", "day: int = None"),
        "t.py:2: book: the default of day does not fit its type: it must be a whole number, not null",
    ),
    "call last": (
        GOOD.replace("day: str", "day: str, call: ToolCall"),
        "t.py:2: book: call: the ToolCall comes first: make it the first parameter",
    ),
    "two of one name": (
        GOOD
        + GOOD.removeprefix(IMPORT).replace("def book", "def rent").replace("@tool", "BOOK = book\n@tool")
        + "rent.__name__ = 'book'\n",
        "t.py:7: two tools are called 'book': rename one; the other is ",
    ),
    "taken": (
        GOOD.replace("book", "hang_up"),
        "t.py:2: two tools are called 'hang_up': rename one; the other is a tool that every agent has",
    ),
    "name": (
        GOOD.replace("book", "büchen"),
        "t.py:2: büchen: a tool cannot have this name: models take letters a to z, digits, _ and -, at most 64 in all",
    ),
    "unknown option": (
        GOOD.replace("@tool", "@tool(deadline=5)"),
        "t.py:2: it cannot be loaded: TypeError: tool() got an unexpected keyword argument 'deadline'",
    ),
    "option": (
        GOOD.replace("@tool", '@tool(on_interruption="stop")'),
        "t.py:2: book: on_interruption: 'stop' does not fit: write one of 'cancel', ",
    ),
    "deadline": (
        GOOD.replace("@tool", "@tool(deadline_s=0)"),
        "t.py:2: book: deadline_s: 0 does not fit: it must be at least 0.1",
    ),
    "class": (
        IMPORT + "@tool\nclass Book:\n    pass\n",
        "t.py:2: it cannot be loaded: TypeError: @tool stands above a function, def or async def, before all other",
    ),
    "generator": (
        GOOD.replace("return", "yield"),
        "t.py:2: book: it yields, and a model gets one result: return it",
    ),
    "encoding": (GOOD.encode() + b"# \xfc\n", "t.py:6: byte 0xfc is not UTF-8 (in Windows-1252 it would be 'ü'): save"),
}


@pytest.mark.parametrize("mistake", PYTHON)
def test_a_mistake_in_a_python_file_has_its_line_and_a_fix(mistake: str, tmp_path: Path) -> None:
    """Whoever starts the server sees it, before a caller does."""
    content, problem = PYTHON[mistake]
    found = problems(tmp_path, USES, {"t.py": content})
    assert len(found) == 1
    assert found[0].startswith(problem)


AGENT = {
    "no file": (USES, "a.toml:2: tools: 't.py': no such file: name an existing file"),
    "a folder": (HEAD + 'tools = "x/..py"\n', "a.toml:2: tools: 'x/..py': no such file: name an existing file"),
    "no module": (HEAD + 'tools = "no.such"\n', "a.toml:2: tools: there is no module 'no.such': correct the name, "),
    "no name": (HEAD + 'tools = "clinic tools"\n', "a.toml:2: tools: 'clinic tools' is no file and no module: write "),
    "in a list": (HEAD + 'tools = [\n  "json",\n  "no.such",\n]\n', "a.toml:3: no tool is in 'json': put @tool above"),
    "number": (HEAD + "tools = 3\n", 'a.toml:2: tools does not fit: write tools = "clinic_tools.py", or a list of'),
    "one bracket": (
        HTTP.replace("[[http_tools]]", "[http_tools]"),
        "a.toml:2: http_tools is not a list of tables: write [[http_tools]]",
    ),
    "unknown key": (
        HTTP.replace("url", "uri"),
        "a.toml:2: http_tools[1] has no 'url': add url = ...",
    ),
    "description": (HTTP.replace("Free slots.", ""), "a.toml:4: http_tools[1].description: '' does not fit: it must"),
    "method": (
        HTTP + 'method = "get"\n',
        "a.toml:6: http_tools[1].method: 'get' does not fit: write one of 'DELETE', ",
    ),
    "tool's name": (
        HTTP.replace('"slots"', '"free slots"'),
        "a.toml:3: http_tools[1].name: 'free slots' does not fit:",
    ),
    "twice": (HTTP + HTTP.removeprefix(HEAD), "a.toml:6: two tools are called 'slots': rename one; the other is "),
    "scheme": (HTTP.replace("https:", "ftp:"), "a.toml:5: url must begin with https:// or http://: write the whole "),
    "host": (
        HTTP.replace("api.test", "{day}.test"),
        "a.toml:5: the host of a url is fixed: write it without { }: a model must not choose where requests go",
    ),
    "user": (
        HTTP.replace("api.test", "me:pw@api.test"),
        "a.toml:5: url: must be only scheme and host, such as https://voice.example.com: no user, path, query or "
        "fragment: keys stand in headers, as {secret.NAME}",
    ),
    "braces": (HTTP.replace("/slots", "/{day"), "a.toml:5: unbalanced { } in url: write {argument}"),
    "fragment": (HTTP.replace("/slots", "/x#y"), "a.toml:5: url has a # or a space in it: remove it, or write %23"),
    "place": (HTTP.replace("/slots", "/{dey}"), "a.toml:5: unknown argument 'dey': known here: call.caller, "),
    "fact": (
        HTTP.replace("/slots", "/{call.caler}"),
        "a.toml:5: unknown argument 'call.caler': did you mean 'call.caller'",
    ),
    "optional place": (
        HTTP.replace("/slots", "/{day}") + "arguments = { day = { required = false } }\n",
        "a.toml:5: 'day' is in url, and may be left out: let it be required, or take it out of url",
    ),
    "list in url": (
        HTTP.replace("/slots", "/{day}") + 'arguments = { day = { type = "array" } }\n',
        "a.toml:5: 'day' in url is no text and no number: take it out of url",
    ),
    "secret in url": (
        HTTP.replace("/slots", "/x?k={secret.KEY}") + '[secrets]\nKEY = "SET"\n',
        "a.toml:5: a secret cannot stand in url: put it into headers or body: proxies and servers keep addresses in ",
    ),
    "argument": (
        HTTP + "[http_tools.arguments]\nday = { requred = false }\n",
        "a.toml:7: unknown key 'requred' in http_tools[1].arguments.day: did you mean 'required'?",
    ),
    "argument's type": (
        HTTP + '[http_tools.arguments]\nday = { type = "text" }\n',
        "a.toml:7: http_tools[1].arguments.day.type: 'text' does not fit: write one of 'array', 'boolean', ",
    ),
    "enum": (
        HTTP + '[http_tools.arguments]\nday = { type = "integer", enum = [1, "two"] }\n',
        "a.toml:7: http_tools[1].arguments.day: the value 'two' must be integer, not string: correct enum",
    ),
    "schema": (
        HTTP + '[http_tools.arguments]\ntype = "object"\nrequired = ["dey"]\nproperties = { day = {} }\n',
        "a.toml:8: unknown argument 'dey': did you mean 'day'?",
    ),
    "body of GET": (HTTP + "body = { a = 1 }\n", 'a.toml:6: a GET has no body: write method = "POST", or remove body'),
    "body": (
        HTTP + 'method = "POST"\nbody = { a = ["{dey}"] }\n',
        "a.toml:7: unknown argument 'dey': known here: call.caller, ",
    ),
    "sent nowhere": (
        HTTP + 'method = "POST"\nbody = { a = 1 }\narguments = { day = {} }\n',
        "a.toml:8: the argument 'day' is sent nowhere: write {day} in body or url, or remove the argument",
    ),
    "headers in one text": (
        HTTP + "headers = 'Authorization: Bearer sk-live-1'\n",
        "a.toml:6: http_tools[1].headers: this does not fit: it must be a table, not text in quotes",
    ),
    "no secret": (KEYED, "a.toml:6: unknown secret 'KEY': none is defined"),
    "not set": (
        KEYED + '[secrets]\nKEY = "NOT_SET"\n',
        "a.toml:8: the environment variable that secrets.KEY names is not set: set it where the server is started",
    ),
    "two lines": (
        KEYED + '[secrets]\nKEY = "TWO_LINES"\n',
        "a.toml:8: the value of the variable that secrets.KEY names cannot be sent: remove line ends and spaces",
    ),
    "the key itself": (
        KEYED + '[secrets]\nKEY = "sk-live-1234"\n',
        "a.toml:8: secrets.KEY is not the name of an environment variable: write only its name in quotes, such as ",
    ),
    "key in a header": (
        HTTP + 'headers = { Authorization = "Bearer sk-live-1234" }\n',
        "a.toml:6: http_tools[1].headers.Authorization: a key does not stand in this file: write {secret.NAME} in",
    ),
    "header's name": (HTTP + 'headers = { "X Y" = "1" }\n', "a.toml:6: 'X Y' is not the name of a header: write one "),
    "header of ours": (HTTP + 'headers = { Host = "x" }\n', "a.toml:6: the header 'Host' is set by Offhook: remove it"),
    "header's text": (HTTP + 'headers = { X = "ü" }\n', "a.toml:6: http_tools[1].headers.X has characters that no "),
    "one bracket for mcp": (MCP.replace("[[mcp]]", "[mcp]"), "a.toml:2: mcp is not a list of tables: write [[mcp]]"),
    "server's name": (
        MCP.replace("desk", "front desk"),
        "a.toml:3: mcp[1].name: 'front desk' does not fit: use letters",
    ),
    "two servers": (MCP + MCP.removeprefix(HEAD), "a.toml:6: two servers are called 'desk': rename one"),
    "server's address": (
        MCP.replace("https:", "mcp:"),
        "a.toml:4: url must begin with https:// or http://: write the ",
    ),
    "server's place": (MCP.replace("/mcp", "/{x}"), "a.toml:4: the url of an MCP server has no { }: put keys into "),
    "server's key": (MCP + "onyl = []\n", "a.toml:5: unknown key 'onyl' in mcp[1]: did you mean 'only'?"),
    "server's secret": (MCP + 'headers = { X = "{secret.K}" }\n', "a.toml:5: unknown secret 'K': none is defined"),
    "server's option": (
        MCP + "side_by_side = 1\n",
        "a.toml:5: mcp[1].side_by_side: 1 does not fit: it must be true or ",
    ),
    "secrets": (HEAD + 'secrets = "x"\n', "a.toml:2: secrets is not a table: write [secrets] and NAME = "),
    "tool": (HEAD + 'tool = "x"\n', "a.toml:2: tool is not a table: write [tool.NAME] and its keys below"),
    "tool of no name": (HTTP + "[tool.slot]\n", "a.toml:6: unknown tool 'slot': did you mean 'slots'?"),
    "tool's key": (
        HTTP + "[tool.slots]\ndeadline = 5\n",
        "a.toml:7: unknown key 'deadline' in tool.slots: did you mean 'deadline_s'?",
    ),
    "tool's value": (
        HTTP + "[tool.slots]\ndeadline_s = 900\n",
        "a.toml:7: tool.slots.deadline_s: 900 does not fit: it ",
    ),
}


@pytest.mark.parametrize("mistake", AGENT)
def test_a_mistake_in_the_agent_file_has_its_line_and_a_fix(mistake: str, tmp_path: Path) -> None:
    """As every other mistake in an agent file."""
    text, problem = AGENT[mistake]
    found = problems(tmp_path, text)
    assert found
    assert found[0].startswith(problem)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Nobody starts a server five times to find five of them."""
    text = USES + HTTP.removeprefix(HEAD).replace("https", "ftp") + '[secrets]\nA = "NOT_SET"\n'
    found = problems(tmp_path, text, {"t.py": GOOD.replace(": str)", ")")})
    assert [line.partition(": ")[0] for line in found] == ["a.toml:6", "a.toml:8", "t.py:2"]


@pytest.mark.parametrize("mistake", ["the key itself", "two lines", "key in a header"])
def test_no_message_quotes_a_key(mistake: str, tmp_path: Path) -> None:
    """What is printed at the start goes into logs."""
    found = "\n".join(problems(tmp_path, AGENT[mistake][0]))
    assert "1234" not in found
    assert "abc" not in found
