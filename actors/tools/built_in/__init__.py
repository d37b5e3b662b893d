"""The tools that act on the call itself. An agent has those that its file names."""
