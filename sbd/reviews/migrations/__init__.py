"""The shape of the database, one step per file in ``versions``."""
