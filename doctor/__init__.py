"""`offhook doctor`: looks at everything that a call depends on, and says what is wrong and what to do."""
