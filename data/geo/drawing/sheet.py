"""A sheet to draw on: elements by kind, in local metres from the site's corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import geopandas as gpd
from shapely.affinity import translate
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from sbd.plans.kinds import KINDS

#: The site's south-west corner in Belgian Lambert 72. [m]
ORIGIN = (148900.0, 170600.0)
CRS = "EPSG:31370"

Value = str | float


def rect(west: float, south: float, east: float, north: float) -> Polygon:
    """Return an axis-parallel rectangle. [m]"""
    return box(west, south, east, north)


def line(*corners: tuple[float, float]) -> LineString:
    """Return a line through corners. [m]"""
    return LineString(corners)


def point(x: float, y: float) -> Point:
    """Return a point. [m]"""
    return Point(x, y)


@dataclass
class Sheet:
    """One design while it is being drawn.

    Parameters
    ----------
    elements : dict
        Per kind, ``id -> (geometry, attributes)``; geometries in local metres, x
        east and y north of the site's south-west corner.
    """

    elements: dict[str, dict[str, tuple[BaseGeometry, dict[str, Value]]]] = field(
        default_factory=dict
    )

    def add(
        self, kind: str, what: str, geometry: BaseGeometry, **attributes: Value
    ) -> None:
        """Draw one element.

        Parameters
        ----------
        kind : str
            A kind of the catalogue.
        what : str
            What follows the kind in the element's id; unique within its kind.
        geometry : BaseGeometry
            In local metres.
        **attributes
            By the catalogue's names.

        Raises
        ------
        ValueError
            If the id is taken or an attribute or value is not in the catalogue.
        """
        layer = self.elements.setdefault(kind, {})
        element_id = f"{kind}-{what}"
        if element_id in layer:
            msg = f"{element_id} is drawn twice"
            raise ValueError(msg)
        for key, value in attributes.items():
            known = KINDS[kind].attribute(key)
            if known is None or (isinstance(value, str) and not known.accepts(value)):
                msg = f"{element_id}: {key}={value} is not in the catalogue"
                raise ValueError(msg)
        layer[element_id] = (geometry, attributes)

    def add_all(
        self, kind: str, prefix: str, shapes: Iterable[BaseGeometry], **same: Value
    ) -> None:
        """Draw several elements with the same attributes, numbered from 1."""
        for n, shape in enumerate(shapes, 1):
            self.add(kind, f"{prefix}-{n:02d}", shape, **same)

    def layers(self) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
        """Yield a frame per kind, in the catalogue's order, in Lambert 72."""
        for kind, entry in KINDS.items():
            drawn = self.elements.get(kind, {})
            if not drawn:
                continue
            columns: dict[str, list[Value | None]] = {"id": list(drawn)}
            for attribute in entry.attributes:
                column = [a.get(attribute.name) for _, a in drawn.values()]
                if any(value is not None for value in column):
                    columns[attribute.name] = [
                        float(v) if attribute.type == "number" and v is not None else v
                        for v in column
                    ]
            shapes = [translate(g, *ORIGIN) for g, _ in drawn.values()]
            yield kind, gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)
