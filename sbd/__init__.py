"""Assess public-space designs before works start."""
