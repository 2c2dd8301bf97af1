"""Files become people: bytes in, values and faults out."""
