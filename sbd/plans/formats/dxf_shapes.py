"""The shape of one DXF entity: curves flattened, closed outlines as polygons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from ezdxf import path as dxf_path
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert
from numpy.typing import NDArray

from sbd.plans.formats.rings import assemble

#: Entities drawn as a path: a polygon if it closes, else a line.
PATHS = frozenset(
    {"LINE", "LWPOLYLINE", "POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "HELIX"}
)
#: Entities that are filled areas by themselves.
FACES = frozenset({"SOLID", "TRACE", "3DFACE"})
HATCHES = frozenset({"HATCH", "MPOLYGON"})
SHAPES = PATHS | FACES | HATCHES | {"POINT"}


def shape_of(entity: DXFGraphic, sagitta: float) -> Any:
    """Return the geometry of an entity other than a block reference.

    Parameters
    ----------
    entity : DXFGraphic
        Of a type in `SHAPES`.
    sagitta : float
        Farthest that a chord may stay from its curve. [drawing unit]

    Returns
    -------
    Point, LineString, Polygon, MultiPolygon or None
        2D, in world coordinates; None if the entity has no extent or is a mesh.
    """
    kind = entity.dxftype()
    if kind == "POINT":
        place = entity.dxf.location
        return shapely.Point(place.x, place.y)
    if kind in HATCHES:
        paths = dxf_path.from_hatch(entity)  # type: ignore[arg-type]
        return _hatch([_positions(p.flattening(sagitta)) for p in paths])
    if kind == "POLYLINE" and (entity.is_poly_face_mesh or entity.is_polygon_mesh):  # type: ignore[attr-defined]
        return None
    path = dxf_path.make_path(entity)
    return _outline(_positions(path.flattening(sagitta)), closed=path.is_closed)


def _positions(vertices: Iterable[Any]) -> NDArray[np.float64]:
    positions = np.asarray([(v.x, v.y) for v in vertices], dtype=float).reshape(-1, 2)
    if len(positions) < 2:
        return positions
    moved = np.any(np.diff(positions, axis=0) != 0, axis=1)
    return positions[np.concatenate(([True], moved))]


def _outline(positions: NDArray[np.float64], *, closed: bool) -> Any:
    if len(positions) < 2:
        return None
    if closed:
        ring = _closed(positions)
        # Two points there and back enclose nothing: they stay a line.
        if len(ring) > 3:
            return shapely.Polygon(ring)
    return shapely.LineString(positions)


def _closed(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a ring whose last position is exactly its first."""
    if np.allclose(positions[0], positions[-1], rtol=1e-12, atol=1e-9):
        positions = positions[:-1]
    return np.vstack([positions, positions[:1]])


def _hatch(outlines: list[NDArray[np.float64]]) -> Any:
    rings = [_closed(p) for p in outlines if len(p) > 2]
    lines = [shapely.LineString(r) for r in rings if len(r) > 3]
    if len(lines) == 1:
        return shapely.Polygon(lines[0].coords)
    return assemble(lines)


def place_of(insert: Insert) -> Any:
    """Return where a block is inserted, in world coordinates."""
    place = insert.ocs().to_wcs(insert.dxf.insert)
    return shapely.Point(place.x, place.y)
