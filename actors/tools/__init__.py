"""Where an agent's tools come from: Python functions, HTTP requests, and MCP servers, as its file names them."""
