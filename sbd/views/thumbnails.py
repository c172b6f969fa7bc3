"""Small pictures of where some features of a plan lie among all others."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
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
        pale = bare._runs(_sampled(everything), _PALE_BYTES, (3, 4, 6, 8, 12))
        outline = bare._lines([site] if site is not None else [], _SITE_BYTES) or ""
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
        shown = _sampled(geometry)
        bounds = shapely.bounds(shown)
        size = (bounds[:, 2:] - bounds[:, :2]).max(axis=1) * self.scale
        small, large = shown[size < _DOT], shown[size >= _DOT]
        dots = self._runs(shapely.centroid(small), _PICK_BYTES // 2, (1, 3, 6, 8, 12))
        lines = self._lines(large, _PICK_BYTES - len(dots))
        if lines is None:
            lines = self._runs(large, _PICK_BYTES - len(dots), (2, 3, 4, 6, 8, 12))
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}">{self.ground}'
            f'<g stroke="{_PICK}"><path stroke-width="5" d="{dots}"/>'
            f'<path stroke-width="2.4" d="{lines}"/></g></g></svg>'
        )
        written = base64.b64encode(svg.encode()).decode()
        return f"data:image/svg+xml;base64,{written}"

    def _pixels(self, positions: NDArray[np.float64]) -> Pixels:
        """Return positions in whole pixels; what lies far off is put at the edge."""
        x = (positions[:, 0] - self.west) * self.scale
        y = (self.north - positions[:, 1]) * self.scale
        inside = np.clip(np.c_[x, y], 1, (WIDTH - 1, HEIGHT - 1))
        pixels: Pixels = np.rint(inside).astype(np.int64)
        return pixels

    def _lines(self, geometry: Sequence[BaseGeometry], most: int) -> str | None:
        """Return outlines, as simple as need be; None where they are too many."""
        shapes = np.array(geometry, dtype=object)
        for tolerance in (0.6, 1.5, 3.0):
            simple = shapely.simplify(shapes, tolerance / self.scale)
            path = "".join(map(self._outline, _strings(simple)))
            if len(path) <= most:
                return path
        return None

    def _outline(self, string: BaseGeometry) -> str:
        pixels = self._pixels(shapely.get_coordinates(string))
        steps = np.flatnonzero(np.any(np.diff(pixels, axis=0), axis=1)) + 1
        kept = pixels[[0, *steps]].tolist()
        if len(kept) == 1:
            return f"M{kept[0][0]} {kept[0][1]}h0"
        return "M" + "L".join(f"{x} {y}" for x, y in kept)

    def _runs(self, geometry: Geometries, most: int, steps: Iterable[int]) -> str:
        """Return what geometries touch as level strokes, on a grid coarse enough."""
        if not len(geometry):
            return ""
        fine = np.array(geometry, dtype=object)
        long = shapely.length(fine) > 0  # lines without length cannot be parted
        fine[long] = shapely.segmentize(fine[long], 2 / self.scale)
        pixels = np.unique(self._pixels(shapely.get_coordinates(fine)), axis=0)
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


def _sampled(geometry: Geometries) -> Geometries:
    return geometry[:: max(1, -(-len(geometry) // _SAMPLE))]


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
