"""Scoring: plain numbers in, plain numbers out."""
