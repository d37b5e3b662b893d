"""What is understood in each language, which language callers speak, and how long both take."""
