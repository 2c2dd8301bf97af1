"""Other people's calendars, read and never written: over the network, behind a guard, into blocks.

`refreshing.py` is what the worker calls. What a calendar says is understood in `planning/busy.py`.
"""
