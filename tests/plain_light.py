"""Light by plain geometry: numpy and shapely, lamp by lamp and obstacle by obstacle.

Uses nothing of sbd, so that it can be held against it. A layer is a frame with the
attributes of the kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

Layers = Callable[[str], Any]


def arriving(
    layer: Layers, spots: np.ndarray, *, slack: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each lamp sends to each spot, and where the lamps hang.

    Parameters
    ----------
    layer : callable
        Kind to frame.
    spots : (n, 3) array
        x, y and height above the ground. [m]
    slack : float
        Makes all that hides as much smaller, so that two answers that differ tell of a
        ray that only grazes. [m]

    Returns
    -------
    (lamps, n) array
        0 where nothing arrives; with the maintenance factor. [cd]
    (lamps, 3) array
        [m]
    """
    lamps = layer("lamp")
    sent = np.zeros((len(lamps), len(spots)))
    places = np.zeros((len(lamps), 3))
    for n, lamp in enumerate(lamps.itertuples()):
        places[n] = [lamp.geometry.x, lamp.geometry.y, lamp.height_m]
        away = np.hypot(*(spots[:, :2] - places[n, :2]).T)
        gamma = np.degrees(np.arctan2(away, lamp.height_m - spots[:, 2]))
        near = np.flatnonzero((gamma <= lamp.cutoff_deg) & (away <= 50))
        cone = 2 * np.pi * (1 - np.cos(np.radians(lamp.cutoff_deg)))
        clear = ~_hidden(layer, places[n], spots[near], slack)
        sent[n, near[clear]] = lamp.mf * lamp.lumen / cone
    return sent, places


def on_ground(layer: Layers, spots: np.ndarray, *, slack: float = 0.0) -> np.ndarray:
    """Return the light on level ground at spots x, y. [lx]"""
    raised = np.column_stack([spots, np.zeros(len(spots))])
    sent, lamps = arriving(layer, raised, slack=slack)
    _, away, height = _to_lamps(raised, lamps)
    gamma = np.arctan2(away, height)
    return (sent * np.cos(gamma) ** 3 / height**2).sum(axis=0)


def on_walls(layer: Layers, spots: np.ndarray, facing: np.ndarray) -> np.ndarray:
    """Return the light on upright planes at spots x, y, height. [lx]"""
    sent, lamps = arriving(layer, spots)
    towards, away, height = _to_lamps(spots, lamps)
    cosine = (towards * facing).sum(axis=2) / away
    distance = np.hypot(away, height)
    return (sent * np.maximum(cosine, 0) * away / distance**3).sum(axis=0)


def on_faces(layer: Layers, spots: np.ndarray, facing: np.ndarray) -> np.ndarray:
    """Return the semi-cylindrical light on faces at spots x, y, height. [lx]"""
    sent, lamps = arriving(layer, spots)
    towards, away, height = _to_lamps(spots, lamps)
    cosine = (towards * facing).sum(axis=2) / away
    distance = np.hypot(away, height)
    return (sent * (1 + cosine) * away / (np.pi * distance**3)).sum(axis=0)


def _to_lamps(
    spots: np.ndarray, lamps: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return vectors seen from above, their lengths and heights, (lamps, spots). [m]"""
    towards = lamps[:, None, :2] - spots[None, :, :2]
    height = lamps[:, None, 2] - spots[None, :, 2]
    return towards, np.maximum(np.hypot(*np.moveaxis(towards, 2, 0)), 1e-12), height


def _hidden(
    layer: Layers, lamp: np.ndarray, spots: np.ndarray, slack: float
) -> np.ndarray:
    """Tell which rays from a lamp something hides."""
    if not len(spots):
        return np.zeros(0, dtype=bool)
    rays = shapely.linestrings([[lamp[:2], spot[:2]] for spot in spots])
    houses = layer("building").geometry.buffer(-slack).union_all()
    hidden = shapely.intersects(houses, rays)
    for tree in layer("tree").itertuples():
        disc = tree.geometry.buffer(tree.crown_radius_m - slack, quad_segs=128)
        for n, inside in enumerate(shapely.intersection(rays, disc)):
            if inside.length > 0:
                heights = _heights(rays[n], lamp[2], spots[n, 2], inside)
                below = min(heights) < tree.height_m - slack
                hidden[n] |= below and max(heights) > tree.base_m + slack
    for kind in ("wall", "shrub"):
        for thing in layer(kind).itertuples():
            shape = thing.geometry
            edge = shape if shape.geom_type == "LineString" else shape.boundary
            for n, met in enumerate(shapely.intersection(rays, edge)):
                if not met.is_empty:
                    heights = _heights(rays[n], lamp[2], spots[n, 2], met)
                    hidden[n] |= min(heights) < thing.height_m - slack
    return hidden


def _heights(
    ray: LineString, start: float, end: float, part: BaseGeometry
) -> list[float]:
    """Return how high a ray runs over the corners of a part of it. [m]"""
    return [
        start + (end - start) * ray.project(Point(corner)) / ray.length
        for corner in shapely.get_coordinates(part)
    ]
