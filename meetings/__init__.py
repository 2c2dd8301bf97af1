"""The school: who meets when, the database, the desk where cases change, and the doors."""
