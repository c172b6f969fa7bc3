"""Tensions: two sides of a design that pull against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Levels between the best of one side and the worst of the other from which a
#: tension is sharp. Source: method, section 5.
SHARP = 2.0


@dataclass(frozen=True)
class Pull:
    """How far the two sides of a tension stand apart.

    Parameters
    ----------
    levels : mapping of str to float
        Levels of the criteria of both sides that have one. [0-4]
    difference : float
        Best of one side less worst of the other, the larger of both ways. [levels]
    """

    levels: Mapping[str, float]
    difference: float

    @property
    def sharp(self) -> bool:
        """Whether the sides stand two levels or more apart."""
        return self.difference >= SHARP


def pull(
    sides: tuple[Sequence[str], Sequence[str]], levels: Mapping[str, float]
) -> Pull | None:
    """Compare the two sides of a tension.

    Parameters
    ----------
    sides : tuple of two sequences of str
        Criterion ids.
    levels : mapping of str to float
        Level of every criterion that has one. [0-4]

    Returns
    -------
    Pull or None
        None unless each side has a level.
    """
    one, other = ({c: levels[c] for c in side if c in levels} for side in sides)
    if not one or not other:
        return None
    difference = max(
        max(one.values()) - min(other.values()),
        max(other.values()) - min(one.values()),
    )
    return Pull({**one, **other}, difference)
