"""A made-up school of 86 gifted students, its families with their habits, and their school year."""
