"""What likely answers are measured with: an agent file, what its callers ask, and how much of it is found."""
