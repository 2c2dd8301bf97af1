"""The door for people: pages and the JSON API."""
