"""Many shortest walks at once: how long they are, and the lines they follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Lines = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Trails:
    """The shortest walks from one source to many targets.

    All walks of one source share their corners: each has a last corner, and each
    corner the one before it (the walks are the branches of a tree).

    Parameters
    ----------
    lengths : (m,) array
        inf where there is no way. [m]
    targets : (m, 2) array
        Where the walks end. [m]
    last : (m,) int array
        Corner before each target; -1 where there is none.
    before : (k,) int array
        Corner before each corner; -1 at the source.
    corners : (k, 2) array
        Where they are. [m]
    normals : (k, 2) array
        Of a straight source, the direction in which one leaves it; else zero.
    """

    lengths: Floats
    targets: Floats
    last: Numbers
    before: Numbers
    corners: Floats
    normals: Floats

    def lines(self, which: Numbers, *, after_m: float = 0.0) -> Lines:
        """Return walks as lines, each from its target to the source.

        Parameters
        ----------
        which : (n,) int array
            Targets; each can be reached.
        after_m : float
            Leave out what lies so near to the target along the walk. [m]

        Returns
        -------
        (n,) array of LineString
            None where nothing is left.
        """
        found = np.full(len(which), None, dtype=object)
        owner, points = self._points(which)
        if after_m > 0:
            owner, points = _cut(owner, points, after_m)
        drawn, counts = np.unique(owner, return_counts=True)
        two = np.isin(owner, drawn[counts > 1])
        number = np.searchsorted(drawn[counts > 1], owner[two])
        found[drawn[counts > 1]] = shapely.linestrings(points[two], indices=number)
        return found

    def _points(self, which: Numbers) -> tuple[Numbers, Floats]:
        """Return the corners of walks, walk by walk: whose, and where. [m]"""
        owners, places = [np.arange(len(which))], [self.targets[which]]
        corner = self.last[which]
        while (corner >= 0).any():
            on = corner >= 0
            owner, at = owners[-1][on], corner[on]
            place, normal = self.corners[at], self.normals[at]
            here = places[-1][on]
            off = ((here - place) * normal).sum(axis=1, keepdims=True)
            foot = np.where(
                normal.any(axis=1, keepdims=True), here - normal * off, place
            )
            owners.append(owner)
            places.append(foot)
            corner = self.before[at]
        whose = np.concatenate(owners)
        order = np.argsort(whose, kind="stable")
        return whose[order], np.concatenate(places)[order]


def _cut(owner: Numbers, points: Floats, after_m: float) -> tuple[Numbers, Floats]:
    """Leave out the first metres of lines given corner by corner. [m]"""
    step = np.zeros(len(points))
    step[1:] = np.where(
        owner[1:] == owner[:-1], np.hypot(*np.diff(points, axis=0).T), 0.0
    )
    total = np.cumsum(step)
    first = np.searchsorted(owner, owner)
    along = total - total[first]
    beyond = along > after_m
    crossing = np.flatnonzero(beyond & (np.roll(along, 1) <= after_m))
    share = (after_m - along[crossing - 1]) / step[crossing]
    start = points[crossing - 1] + share[:, None] * (
        points[crossing] - points[crossing - 1]
    )
    whose = np.concatenate([owner[crossing], owner[beyond]])
    order = np.argsort(whose, kind="stable")
    return whose[order], np.concatenate([start, points[beyond]])[order]
