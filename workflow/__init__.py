"""The law: which command is heard at which state, from whom, under which condition; values only."""
