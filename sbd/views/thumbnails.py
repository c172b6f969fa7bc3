"""Small pictures of where some features of a plan lie among all others."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.views.palette import GROUND, INK

Geometries = NDArray[np.object_]
Pixels = NDArray[np.int64]

#: Size of a picture. [px]
WIDTH, HEIGHT = 96, 72
_PICK = "#B5005B"
_PALE = "#A9AFB5"
#: Most that a path may take of a picture, so that a picture stays below 3 KB. [bytes]
_PALE_BYTES, _PICK_BYTES, _SITE_BYTES = 650, 800, 200
#: Ground shown around everything. [1]
_MARGIN = 0.06
#: Features beyond this share lie far off and do not set the scale. [%]
_FAR = 1.0
#: More features than this are drawn by a sample. [1]
_SAMPLE = 5000
#: Shapes smaller than this are drawn as dots. [px]
_DOT = 4.0
#: Lines longer than this lead far out of the picture. [px]
_FAR_PX = 20_000.0


@dataclass(frozen=True, eq=False)
class Thumbnails:
    """The ground of all thumbnails of one plan.

    Parameters
    ----------
    west, north, scale : float
        Upper left corner, in the plan's CRS [m], and pixels per metre.
    ground : str
        SVG of what all of them show.
    """

    west: float
    north: float
    scale: float
    ground: str

    @classmethod
    def of(cls, everything: Geometries, site: BaseGeometry | None) -> Thumbnails:
        """Return the thumbnails of a plan.

        Parameters
        ----------
        everything : ndarray of geometries
            All features, pale in every picture. [m]
        site : geometry, optional
            Drawn as an outline. [m]
        """
        west, south, east, north = _window(everything, site)
        size = max((east - west) / WIDTH, (north - south) / HEIGHT, 1e-9)
        left = (west + east) / 2 - size * WIDTH / 2
        top = (north + south) / 2 + size * HEIGHT / 2
        bare = cls(left, top, 1 / size, "")
        pale = _runs(bare._drawn(everything), _PALE_BYTES, (3, 4, 6, 8, 12))
        sites = np.array([] if site is None else [site], dtype=object)
        outline = _lines(bare._drawn(sites), _SITE_BYTES) or ""
        ground = (
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>'
            f'<g fill="none" stroke-linecap="round">'
            f'<path stroke="{_PALE}" stroke-width="1.6" d="{pale}"/>'
            f'<path stroke="{INK}" stroke-dasharray="4 2" d="{outline}"/>'
        )
        return cls(left, top, 1 / size, ground)

    def uri(self, geometry: Geometries) -> str:
        """Return a picture of where some features lie.

        Parameters
        ----------
        geometry : ndarray of geometries
            The features. [m]

        Returns
        -------
        str
            ``data:image/svg+xml;base64,...`` of at most 3 KB.
        """
        shown = self._drawn(geometry)
        bounds = shapely.bounds(shown)
        size = (bounds[:, 2:] - bounds[:, :2]).max(axis=1)
        small, large = shown[size < _DOT], shown[size >= _DOT]
        dots = _runs(shapely.centroid(small), _PICK_BYTES // 2, (1, 3, 6, 8, 12))
        most = _PICK_BYTES - len(dots)
        lines = _lines(large, most)
        if lines is None:
            lines = _runs(large, most, (2, 3, 4, 6, 8, 12))
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}">{self.ground}'
            f'<g stroke="{_PICK}"><path stroke-width="4" d="{dots}"/>'
            f'<path stroke-width="2.4" d="{lines}"/></g></g></svg>'
        )
        written = base64.b64encode(svg.encode()).decode()
        return f"data:image/svg+xml;base64,{written}"

    def _drawn(self, geometry: Geometries) -> Geometries:
        """Return geometries, or a sample of many, in hundredths of pixels."""
        sample = geometry[:: max(1, -(-len(geometry) // _SAMPLE))]

        def placed(positions: NDArray[np.float64]) -> NDArray[np.float64]:
            x = (positions[:, 0] - self.west) * self.scale
            y = (self.north - positions[:, 1]) * self.scale
            pixels: NDArray[np.float64] = np.column_stack((x, y)).round(2)
            return pixels

        drawn: Geometries = shapely.transform(sample, placed)
        return drawn


def _pixels(positions: NDArray[np.float64]) -> Pixels:
    """Return positions in whole pixels; what lies far off is put at the edge."""
    inside = np.clip(positions, 1, (WIDTH - 1, HEIGHT - 1))
    return np.rint(inside).astype(np.int64)


def _lines(shapes: Geometries, most: int) -> str | None:
    """Return outlines, as simple as need be; None where they are too many."""
    for tolerance in (0.6, 1.5, 3.0):
        simple = shapely.simplify(shapes, tolerance)
        path = "".join(map(_outline, _strings(simple)))
        if len(path) <= most:
            return path
    return None


def _outline(string: BaseGeometry) -> str:
    pixels = _pixels(shapely.get_coordinates(string))
    steps = np.flatnonzero(np.any(np.diff(pixels, axis=0), axis=1)) + 1
    kept = pixels[[0, *steps]].tolist()
    if len(kept) == 1:
        return f"M{kept[0][0]} {kept[0][1]}h0"
    return "M" + "L".join(f"{x} {y}" for x, y in kept)


def _runs(shapes: Geometries, most: int, steps: Iterable[int]) -> str:
    """Return what shapes touch as level strokes, on a grid coarse enough."""
    if not len(shapes):
        return ""
    fine = shapes.copy()
    long = shapely.length(fine) > 0  # lines without length cannot be parted
    # What lies far off is not followed there in steps of two pixels.
    near = shapely.length(fine) < _FAR_PX
    fine[long & near] = shapely.segmentize(fine[long & near], 2.0)
    pixels = np.unique(_pixels(shapely.get_coordinates(fine)), axis=0)
    path = ""
    for step in steps:
        cells = np.unique(pixels // step * step + step // 2, axis=0)
        path = "".join(f"M{x} {y}h{n}" for x, y, n in _rows(cells, step))
        if len(path) <= most:
            break
    return path[:most].rpartition("M")[0] if len(path) > most else path


def _rows(cells: Pixels, step: int) -> list[tuple[int, int, int]]:
    """Return runs of neighbouring cells of one row, as x, y and length."""
    runs: list[tuple[int, int, int]] = []
    for x, y in cells[np.lexsort((cells[:, 0], cells[:, 1]))].tolist():
        if runs and runs[-1][1] == y and runs[-1][0] + runs[-1][2] + step == x:
            runs[-1] = (runs[-1][0], y, runs[-1][2] + step)
        else:
            runs.append((x, y, 0))
    return runs


def _strings(geometry: Geometries) -> list[BaseGeometry]:
    """Return all lines and rings of geometries; points have none."""
    parts = shapely.get_parts(geometry)
    areas = shapely.get_dimensions(parts) == 2
    lines = parts[shapely.get_dimensions(parts) == 1]
    return [*shapely.get_exterior_ring(parts[areas]), *lines]


def _window(
    everything: Geometries, site: BaseGeometry | None
) -> tuple[float, float, float, float]:
    """Return what is shown: nearly all features, and the whole site. [m]"""
    bounds = shapely.bounds(everything)
    low = np.percentile(bounds[:, :2], _FAR, axis=0)
    high = np.percentile(bounds[:, 2:], 100 - _FAR, axis=0)
    if site is not None:
        low = np.minimum(low, site.bounds[:2])
        high = np.maximum(high, site.bounds[2:])
    margin = _MARGIN * float((high - low).max())
    west, south = (low - margin).tolist()
    east, north = (high + margin).tolist()
    return west, south, east, north
