"""What `offhook` can do, one file for each command. Only assembly: what a command does is in the room it is about."""
