"""Seats: which there are, how long they are, and how much of them lies in an area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import union
from sbd.indicators.measurement import Place, Reason, ReasonValue, Role
from sbd.indicators.missing import attribute_missing
from sbd.plans.plan import Plan

#: Code of the default: a bench that does not say so is not commercial.
FREE = "commercial_missing_is_free"
#: A seat of which less than this lies in an area is not one of its seats. [m]
_SHORTEST_M = 0.1


def free_benches(plan: Plan) -> gpd.GeoDataFrame:
    """Return the benches where sitting costs nothing, each once.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    GeoDataFrame
        Benches that are not commercial, without exact duplicates, by sorted id.
    """
    benches = plan.of("bench").sort_index()
    benches = benches[benches["commercial"] != "yes"]
    drawn = shapely.to_wkb(shapely.normalize(benches.geometry.to_numpy()))
    return benches[~pd.Series(drawn, dtype=object).duplicated().to_numpy()]


def commercial_default(benches: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Name the default used where benches do not say whether sitting is free."""
    return (FREE,) if benches["commercial"].isna().any() else ()


def seat_length(shape: BaseGeometry) -> float:
    """Return how long a seat is as drawn. [m]

    A line has its length, a point none; an area the long side of the rectangle that
    has its area and perimeter, which is exact for a rectangle and, but for its
    corners, for a bent strip.
    """
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return float(shape.length)
    return sum(_long_side(part) for part in shapely.get_parts(shape))


def _long_side(area: BaseGeometry) -> float:
    perimeter = area.length
    return float(perimeter + sqrt(max(0.0, perimeter**2 - 16 * area.area))) / 4


def share_inside(shape: BaseGeometry, area: BaseGeometry) -> float:
    """Return which part of a shape lies in an area; a point lies in it or not. [1]"""
    for size in ("area", "length"):
        whole = getattr(shape, size)
        if whole > 0:
            return float(getattr(shape.intersection(area), size) / whole)
    return float(shape.intersects(area))


@dataclass(frozen=True, eq=False)
class Seats:
    """What one can sit on, free of charge, in an area.

    Parameters
    ----------
    plan : Plan
        The plan.
    area : Polygon or MultiPolygon
        Where seats are counted. [m]
    lowest, highest : float
        Heights of walls and steps one can sit on. [m]
    """

    plan: Plan
    area: BaseGeometry
    lowest: float
    highest: float

    @cached_property
    def _reached(self) -> BaseGeometry:
        """The area with a hair's breadth, so that a wall on its edge lies in it."""
        return self.area.buffer(self.plan.tolerance_m)

    def _inside(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Keep what lies in the area at least in part, with its ``share``."""
        least = _SHORTEST_M
        shares = [share_inside(g, self._reached) for g in frame.geometry]
        kept = [
            share > 0 and (shape.length == 0 or share * seat_length(shape) > least)
            for shape, share in zip(frame.geometry, shares, strict=True)
        ]
        return frame.assign(share=shares)[np.array(kept, dtype=bool)]

    @cached_property
    def benches(self) -> gpd.GeoDataFrame:
        """Free benches in the area, with ``metres`` in it; NaN where unknown."""
        benches = self._inside(free_benches(self.plan))
        drawn = pd.Series(
            [seat_length(g) for g in benches.geometry], benches.index, dtype="float64"
        )
        length = benches["length_m"].fillna(drawn.where(drawn > 0))
        return benches.assign(metres=length * benches["share"])

    @property
    def bench_m(self) -> float:
        """Length of the benches whose length is known. [m]"""
        return float(self.benches["metres"].sum())

    def edges(self, kind: str) -> gpd.GeoDataFrame:
        """Return walls or steps in the area that have the right height, or none."""
        frame = self._inside(self.plan.of(kind).sort_index())
        slack = self.plan.tolerance_m
        height = frame["height_m"]
        fits = height.between(self.lowest - slack, self.highest + slack)
        return frame[fits | height.isna()]

    def edge_m(self, *, any_height: bool = False) -> float:
        """Length of walls and steps to sit on, each stretch once. [m]

        With `any_height` those without a height count too.
        """
        frames = [self.edges(kind) for kind in ("wall", "step")]
        chosen = union(
            shape
            for frame in frames
            for shape, height in zip(frame.geometry, frame["height_m"], strict=True)
            if any_height or pd.notna(height)
        )
        return seat_length_of_parts(chosen.intersection(self._reached))

    def lacking(self) -> Reason | None:
        """Say what a bench, wall or step in the area does not tell."""
        if self.benches["metres"].isna().any():
            points = self.benches[self.benches["metres"].isna()]
            args: dict[str, ReasonValue] = {
                "kind": "bench",
                "attribute": "length_m",
                "count": len(points),
                "of": len(self.benches),
            }
            return Reason("attribute_missing", args)
        for kind in ("wall", "step"):
            frame = self.edges(kind)
            if frame["height_m"].isna().any():
                return attribute_missing(kind, "height_m", frame)
        return None

    def places(self) -> Iterator[Place]:
        """Benches and seat walls (good), benches and walls that lack a size."""
        yield from _shown(self.benches, "metres", ("bench", "length_missing"))
        for kind in ("wall", "step"):
            yield from _shown(self.edges(kind), "height_m", (kind, "height_missing"))


def _shown(
    frame: gpd.GeoDataFrame, column: str, labels: tuple[str, str]
) -> Iterator[Place]:
    """Show what counts (good) and what lacks a size (context)."""
    known = frame[column].notna()
    for element_id, shape in frame.geometry.items():
        role: Role = "good" if known[element_id] else "context"
        label = labels[0] if known[element_id] else labels[1]
        yield Place(shape, role, None, label, str(element_id))


def seat_length_of_parts(geometry: BaseGeometry) -> float:
    """Return the length of seats in a mix of lines and areas. [m]"""
    return sum(seat_length(part) for part in shapely.get_parts(geometry))
