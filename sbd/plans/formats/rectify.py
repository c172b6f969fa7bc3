"""Lay a picture north-up on a web map, and write it anew."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from shapely.geometry.base import BaseGeometry

from sbd.plans.formats.pixels import Box
from sbd.plans.formats.placing import Move, Placing, Points, edge_of, side_of

#: Longer side of the picture that is kept. [pixels] Source: our choice; at 0.25 m a
#: pixel it reaches 500 m.
MAX_SIDE = 2_048
#: What is kept is smaller than this. [byte] Source: our choice, for maps that load at
#: once.
MAX_BYTES = 2_000_000
#: A picture of no more colours is a drawing: written without loss. [1]
_FEW_COLOURS = 256
#: Pixels looked at to count colours. [1]
_SAMPLE = 200_000
#: A larger share of the picture outside its source is left open; a smaller one are the
#: slivers that turning a map to north leaves, and is white. [1]
_SLIVERS = 0.02
_QUALITIES = (85, 70)
#: The way back to the source is computed at each such pixel, straight between. [pixels]
_STEP = 32
#: Rows that are sampled at once. [1]
_ROWS = 256


@dataclass(frozen=True)
class Frame:
    """A picture that is to be made: its corners on a web map and its pixels.

    Parameters
    ----------
    west, north : float
        Its first corner. [m of Web Mercator]
    pixel : float
        Side of a pixel. [m of Web Mercator]
    width, height : int
        Columns and rows.
    """

    west: float
    north: float
    pixel: float
    width: int
    height: int

    def web_of(self, pixels: Points) -> Points:
        """Return where corners of pixels lie on the web map."""
        steps = np.array([self.pixel, -self.pixel])
        web: Points = np.array([self.west, self.north]) + pixels * steps
        return web


def frame_for(placing: Placing, part: BaseGeometry) -> tuple[Frame, int]:
    """Return the picture to be made of a part of a raster.

    Parameters
    ----------
    placing : Placing
        Where the raster lies.
    part : Polygon
        In columns and rows.

    Returns
    -------
    tuple of Frame and int
        The frame, no finer than the raster; how many of the raster's pixels along
        each side go into one.
    """
    outlines = [p for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    outline = np.vstack([placing.web_of(edge_of(p)) for p in outlines])
    (west, south), (east, north) = outline.min(axis=0), outline.max(axis=0)
    middle = np.array([part.centroid.coords[0]])
    finest = side_of(placing.web_of, middle)
    pixel = max(finest, max(east - west, north - south) / MAX_SIDE)
    width, height = (
        max(1, int(np.ceil(side / pixel - 1e-6)))
        for side in (east - west, north - south)
    )
    return Frame(west, north, pixel, width, height), max(1, int(pixel / finest + 1e-6))


def box_of(part: BaseGeometry, size: tuple[int, int], factor: int, margin: int) -> Box:
    """Return the pixels of a raster round a part of it, with some to spare.

    Parameters
    ----------
    part : Polygon
        In columns and rows.
    size : tuple of int
        Columns and rows of the raster.
    factor : int
        How many along each side become one; the box holds whole ones of them where
        it can.
    margin : int
        How many of those to add on each side.
    """
    west, north, east, south = part.bounds
    left, right = _span(west, east, size[0], factor, margin)
    top, bottom = _span(north, south, size[1], factor, margin)
    return left, top, right, bottom


def _span(
    start: float, stop: float, most: int, factor: int, margin: int
) -> tuple[int, int]:
    first = max(0, int(np.floor(start)) - margin * factor)
    last = int(np.ceil(stop)) + margin * factor
    last = first + -(-(last - first) // factor) * factor
    if last > most:
        last = first + max((most - first) // factor * factor, min(factor, most - first))
    return first, last


def laid_out(
    frame: Frame, cells: NDArray[np.uint8], cells_of: Move
) -> NDArray[np.uint8]:
    """Return the pixels of a picture, each between the four cells nearest to it.

    Parameters
    ----------
    frame : Frame
        The picture.
    cells : array of shape (rows, columns, 4), uint8
        Red, green, blue and opacity of the source.
    cells_of : callable
        From points of the web map to columns and rows of `cells`.

    Returns
    -------
    array of shape (height, width, 4), uint8
        Opacity is 0 outside the source.
    """
    columns = np.arange(0, frame.width + _STEP, _STEP, dtype=float)
    rows = np.arange(0, frame.height + _STEP, _STEP, dtype=float)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1)
    nodes = cells_of(frame.web_of(grid.reshape(-1, 2))).reshape(grid.shape)
    picture = np.empty((frame.height, frame.width, 4), dtype=np.uint8)
    for first in range(0, frame.height, _ROWS):
        last = min(first + _ROWS, frame.height)
        down = _between(nodes, np.arange(first, last), axis=0)
        places = _between(down, np.arange(frame.width), axis=1)
        picture[first:last] = _sampled(cells, places)
    return picture


def _between(nodes: Points, pixels: NDArray[np.int64], *, axis: int) -> Points:
    """Return values at the middles of pixels, straight between nodes."""
    at = (pixels + 0.5) / _STEP
    first = at.astype(int)
    share = (at - first).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
    before, after = nodes.take(first, axis), nodes.take(first + 1, axis)
    values: Points = before * (1 - share) + after * share
    return values


def _sampled(cells: NDArray[np.uint8], places: Points) -> NDArray[np.uint8]:
    """Mix the four cells round each place; transparent ones have no colour."""
    rows, columns = cells.shape[:2]
    inside = (
        (places[..., 0] >= 0)
        & (places[..., 0] < columns)
        & (places[..., 1] >= 0)
        & (places[..., 1] < rows)
    )
    at = places - 0.5
    low = np.floor(at).astype(int)
    share = (at - low).astype(np.float32)
    total = np.zeros((*places.shape[:2], 3), dtype=np.float32)
    opacity = np.zeros(places.shape[:2], dtype=np.float32)
    for right in (0, 1):
        for down in (0, 1):
            column = np.clip(low[..., 0] + right, 0, columns - 1)
            row = np.clip(low[..., 1] + down, 0, rows - 1)
            found = cells[row, column]
            weight = np.abs(1 - right - share[..., 0]) * np.abs(
                1 - down - share[..., 1]
            )
            weight = weight * found[..., 3]
            total += weight[..., None] * found[..., :3]
            opacity += weight
    opacity[~inside] = 0
    mixed = np.empty((*opacity.shape, 4), dtype=np.uint8)
    mixed[..., :3] = np.round(total / np.maximum(opacity, 1e-3)[..., None]).clip(0, 255)
    mixed[..., 3] = np.round(opacity)
    return mixed


def written(
    picture: NDArray[np.uint8], source: NDArray[np.uint8]
) -> tuple[bytes, str, tuple[int, int]]:
    """Write a picture as PNG or JPEG with nothing beside its pixels.

    Parameters
    ----------
    picture : array of shape (rows, columns, 4), uint8
        What is written.
    source : array of shape (rows, columns, 4), uint8
        What it was made of; tells drawings from photographs.

    Returns
    -------
    tuple of bytes, str and pair of int
        The file, below 2 MB, its media type, and its columns and rows.
    """
    image = Image.fromarray(picture, "RGBA")
    outside = float(np.mean(picture[..., 3] < 255))
    is_open = bool((source[..., 3] < 255).any()) or outside > _SLIVERS
    ground = Image.new("RGBA", image.size, "white")
    opaque = Image.alpha_composite(ground, image).convert("RGB")
    if is_open or _is_drawing(source):
        content = _saved(image if is_open else opaque, "PNG", optimize=True)
        if len(content) < MAX_BYTES:
            return content, "image/png", image.size
    for quality in _QUALITIES:
        content = _saved(opaque, "JPEG", quality=quality)
        if len(content) < MAX_BYTES:
            return content, "image/jpeg", opaque.size
    while len(content) >= MAX_BYTES:
        smaller = (opaque.width * 3 // 4, opaque.height * 3 // 4)
        opaque = opaque.resize(smaller, Image.Resampling.BOX)
        content = _saved(opaque, "JPEG", quality=_QUALITIES[-1])
    return content, "image/jpeg", opaque.size


def _is_drawing(source: NDArray[np.uint8]) -> bool:
    """Tell whether a picture has few colours."""
    flat = source.reshape(-1, 4)
    sample = np.ascontiguousarray(flat[:: max(1, len(flat) // _SAMPLE)])
    return len(np.unique(sample.view(np.uint32))) <= _FEW_COLOURS


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    content = io.BytesIO()
    image.save(content, form, **options)
    return content.getvalue()
