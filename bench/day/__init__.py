"""A day of a server in an hour: callers come and go while everything around them fails by a plan."""
