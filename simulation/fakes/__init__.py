"""Servers of vendors' services, made from their published wire formats, over real sockets and in memory."""
