"""SQL and nothing else: engines, tables, and questions named after what they ask."""

from meetings.store.engines import Session, Store

__all__ = ["Session", "Store"]
