"""Indicators: functions that measure a plan."""
