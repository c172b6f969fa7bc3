"""Requirements that cap the verdict: met, not met, or not yet known."""

from __future__ import annotations

from collections.abc import Iterable

#: A gate fails at level 0, that is below the first whole level. Source: method, 5.
FIRST_LEVEL = 1.0


def passes(low: float, high: float, *, needed: float = FIRST_LEVEL) -> bool | None:
    """Decide a gate from what the level can be.

    Parameters
    ----------
    low, high : float
        Bounds of the level; equal where it is known. [0-4]
    needed : float
        The level that must be reached. [0-4]

    Returns
    -------
    bool or None
        None where the bounds leave it open.
    """
    if high < needed:
        return False
    return True if low >= needed else None


def ready(gates: Iterable[bool | None]) -> bool | None:
    """Join gates: false if one fails, None if one is open, else true."""
    results = list(gates)
    if False in results:
        return False
    return None if None in results else True
