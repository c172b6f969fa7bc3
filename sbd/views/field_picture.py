"""A field as a picture over the map: few classes, a legend in words and units."""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pyproj import CRS, Transformer

from sbd.indicators.fields import Field
from sbd.locale import number, text
from sbd.views.palette import FIELD_RAMP, INK
from sbd.views.words import with_unit

#: Where a class ends, by field, in the field's unit. Sources: eyes, the threshold of
#: S-05 and its double and fourfold; light, the cuts of S-09's mean but the last;
#: shade, in it or not; walking, the distances of S-08 and its half and double.
CUTS: dict[str, tuple[float, ...]] = {
    "eyes": (0.25, 0.5, 1.0, 2.0),
    "light": (1.0, 3.0, 5.0, 7.5),
    "shade": (0.5,),
    "walking": (25.0, 50.0, 100.0, 150.0),
}
#: Fields of which little is the dark end: nobody looks, no light falls.
_DARK_IS_LITTLE = ("eyes", "light")
#: Pixels along the side of a cell, and most along a side of the picture.
_FINE, _MOST_PX = 4, 1600
#: Places along each side between which the way back to the plan is straight.
_NODES = 17

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class FieldPicture:
    """A picture to be laid over a web map, and what its colours mean.

    Parameters
    ----------
    png : bytes
        North-up and even in Web Mercator; see-through where there is nothing to say.
    bounds : ((south, west), (north, east))
        Its edges. [deg]
    title : str
        What it shows, with its unit.
    rows : tuple of (str, str)
        Colour and words of each class that occurs, from light to dark.
    """

    png: bytes
    bounds: tuple[tuple[float, float], tuple[float, float]]
    title: str
    rows: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """The picture as an address of its own."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode()

    @property
    def words(self) -> str:
        """What a picture is described by: its title and its classes."""
        return f"{self.title}: {'; '.join(words for _, words in self.rows)}"

    @property
    def legend(self) -> str:
        """The title and the classes as HTML."""
        items = "".join(
            f'<li><i style="background:{colour}"></i>{escape(words)}</li>'
            for colour, words in self.rows
        )
        return f"<p>{escape(self.title)}</p><ul>{items}</ul>"


def field_picture(field: Field, crs: CRS, lang: str) -> FieldPicture:
    """Draw a field.

    Each pixel takes the value of the cell its middle lies in, so that the edge of a
    cell is off by at most half a pixel: an eighth of a cell. Between `_NODES` places
    along each side the way back to the plan is taken as straight, which is off by
    less than a millimetre on a site of 1 km.

    Parameters
    ----------
    field : Field
        One of those in `CUTS`.
    crs : CRS
        Of the plan.
    lang : {"nl", "fr", "en"}
        Language of the legend.

    Returns
    -------
    FieldPicture
        The same bytes for the same field.
    """
    classes = _classes(field)
    web = _web_bounds(field, crs)
    pixels = _sampled(classes, field, crs, web)
    colours = _colours(field.name)
    seen = [n for n in range(1, len(colours) + 1) if (pixels == n).any()]
    words = _words(field, lang)
    rows = tuple((colours[n - 1], words[n - 1]) for n in _light_first(field.name, seen))
    west, south, east, north = web
    back = Transformer.from_crs(3857, 4326, always_xy=True)
    (left, right), (low, high) = back.transform([west, east], [south, north])
    title = text(lang, f"field.{field.name}")
    bounds = ((float(low), float(left)), (float(high), float(right)))
    return FieldPicture(_png(pixels, colours), bounds, title, rows)


def _classes(field: Field) -> Bytes:
    """Return the class of each cell from 1; 0 where there is nothing to say.

    What is not reached is the class after the last.
    """
    cuts = CUTS[field.name]
    classes = np.digitize(field.values, cuts) + 1
    classes[np.isinf(field.values)] = len(cuts) + 2
    classes[np.isnan(field.values)] = 0
    return classes.astype(np.uint8)


def _colours(name: str) -> list[str]:
    """Return the colour of each class, and of what is not reached."""
    count = len(CUTS[name]) + 1
    steps = np.linspace(0, len(FIELD_RAMP) - 1, count).round().astype(int)
    ramp = [FIELD_RAMP[n] for n in steps]
    return [*(ramp[::-1] if name in _DARK_IS_LITTLE else ramp), INK]


def _light_first(name: str, seen: list[int]) -> list[int]:
    return seen[::-1] if name in _DARK_IS_LITTLE else seen


def _words(field: Field, lang: str) -> list[str]:
    """Say each class in words, with its unit; the last is what is not reached."""
    if field.name == "shade":
        return [text(lang, f"field.shade.{n}") for n in ("sun", "shade", "sun")]
    cuts = CUTS[field.name]
    first, last = (
        with_unit(_plain(c, lang), field.unit, lang) for c in (cuts[0], cuts[-1])
    )
    between = [
        text(
            lang,
            "field.between",
            low=_plain(low, lang),
            high=with_unit(_plain(high, lang), field.unit, lang),
        )
        for low, high in pairwise(cuts)
    ]
    return [
        text(lang, "field.less", high=first),
        *between,
        text(lang, "field.more", low=last),
        text(lang, "field.unreached"),
    ]


def _plain(value: float, lang: str) -> str:
    """Write a cut with no more decimals than it has."""
    digits = next(d for d in range(4) if math.isclose(value, round(value, d)))
    return number(lang, value, digits)


def _web_bounds(field: Field, crs: CRS) -> tuple[float, float, float, float]:
    """Return the edges of the grid in Web Mercator: west, south, east, north. [m]"""
    to_web = Transformer.from_crs(crs, 3857, always_xy=True)
    found: tuple[float, float, float, float] = to_web.transform_bounds(
        *field.grid.bounds, densify_pts=_NODES
    )
    return found


def _sampled(
    classes: Bytes, field: Field, crs: CRS, web: tuple[float, float, float, float]
) -> Bytes:
    """Return the class under the middle of each pixel, from the north-west down."""
    grid = field.grid
    columns, rows = (min(_MOST_PX, _FINE * n) for n in (grid.columns, grid.rows))
    west, south, east, north = web
    x = west + (np.arange(columns) + 0.5) / columns * (east - west)
    y = north - (np.arange(rows) + 0.5) / rows * (north - south)
    across, up = _back(x, y, web, crs)
    column = np.floor((across - grid.x0) / grid.cell).astype(int)
    row = np.floor((up - grid.y0) / grid.cell).astype(int)
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    pixels = np.zeros(inside.shape, dtype=np.uint8)
    pixels[inside] = classes[row[inside], column[inside]]
    return pixels


def _back(
    x: Floats, y: Floats, web: tuple[float, float, float, float], crs: CRS
) -> tuple[Floats, Floats]:
    """Return where pixels lie in the plan, straight between some exact places. [m]"""
    west, south, east, north = web
    node_x, node_y = np.linspace(west, east, _NODES), np.linspace(south, north, _NODES)
    to_plan = Transformer.from_crs(3857, crs, always_xy=True)
    exact = to_plan.transform(*np.meshgrid(node_x, node_y))
    along = [
        np.interp(x, node_x, np.arange(_NODES)),
        np.interp(y, node_y, range(_NODES)),
    ]
    low = [np.minimum(a.astype(int), _NODES - 2) for a in along]
    share_x, share_y = along[0] - low[0], (along[1] - low[1])[:, None]
    found = []
    for known in exact:
        rows = (1 - share_y) * known[low[1]] + share_y * known[low[1] + 1]
        found.append((1 - share_x) * rows[:, low[0]] + share_x * rows[:, low[0] + 1])
    return found[0], found[1]


def _png(pixels: Bytes, colours: list[str]) -> bytes:
    """Write classes as a PNG with a palette; class 0 is see-through."""
    picture = Image.fromarray(pixels, mode="P")
    palette = [0, 0, 0]
    for colour in colours:
        palette += [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    picture.putpalette(palette)
    written = io.BytesIO()
    picture.save(written, "PNG", transparency=0)
    return written.getvalue()
