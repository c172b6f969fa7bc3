"""Plans: the geometry of a design, read from a planner's own files."""
