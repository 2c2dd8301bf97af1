"""The paper: values become bytes and bytes become values; no database, no clock, no network."""
