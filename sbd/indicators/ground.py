"""The ground of a plan: exactly one kind per point, walkable and stay areas.

Every indicator that divides by an area or asks what lies where takes it from here,
so that two indicators never disagree about the same square metre.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from sbd.plans.kinds import GROUND_ORDER
from sbd.plans.plan import Plan

#: Kinds one can walk on wherever they lie. Source: method, section 8 (W).
WALKED = ("footway", "square", "crossing", "play", "youth", "terrace")
#: Kinds that stand on the ground and cannot be walked through.
SOLID = (
    "building",
    "bollard",
    "barrier",
    "planter",
    "wall",
    "fence",
    "hedge",
    "kiosk",
    "bench",
    "lamp",
    "bin",
    "tree",
)
#: Footprints of things drawn as points or lines, where the plan is silent. [m]
#: Source: method, section 3; named in the result wherever it is used.
BENCH_WIDTH_M = 0.6
LAMP_DIAMETER_M = 0.2
BIN_DIAMETER_M = 0.5
#: Line work this close to an area of its own kind is that area's centreline. [m]
_LINE_TOLERANCE_M = 0.5
_EMPTY = Polygon()


def areas(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose geometry is an area."""
    return frame[frame.geom_type.isin(("Polygon", "MultiPolygon"))]


def lines(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose geometry is a line."""
    return frame[frame.geom_type.isin(("LineString", "MultiLineString", "LinearRing"))]


def points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose geometry is a point."""
    return frame[frame.geom_type.isin(("Point", "MultiPoint"))]


def union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join geometries into one; none give an empty polygon."""
    present = [g for g in geometries if g is not None and not g.is_empty]
    return shapely.union_all(present) if present else _EMPTY


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the areas of a geometry, dropping the lines and points overlay leaves."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon"]
    return union(parts)


@dataclass(frozen=True, eq=False)
class Ground:
    """The ground of one plan inside one area.

    Parameters
    ----------
    plan : Plan
        The plan.
    domain : Polygon or MultiPolygon
        Where the ground is wanted: the site or the window. [m]
    """

    plan: Plan
    domain: BaseGeometry

    @cached_property
    def pieces(self) -> gpd.GeoDataFrame:
        """The part of each area element that decides the ground, with its ``kind``.

        Returns
        -------
        GeoDataFrame
            Indexed by element id; pieces do not overlap and lie in the domain.
        """
        rows: list[tuple[str, str, BaseGeometry]] = []
        taken: BaseGeometry = _EMPTY
        for kind in GROUND_ORDER:
            layer = areas(self.plan.near(kind, self.domain)).sort_index()
            inside = [polygons_of(g.intersection(self.domain)) for g in layer.geometry]
            rows += _apart(kind, layer.index, inside, taken)
            taken = union([taken, *inside])
        data = pd.DataFrame(
            {"kind": [k for k, _, _ in rows]},
            index=pd.Index([i for _, i, _ in rows], name="element_id", dtype=object),
        )
        geometry = np.array([g for _, _, g in rows], dtype=object)
        return gpd.GeoDataFrame(data, geometry=geometry, crs=self.plan.crs)

    def of(self, *kinds: str) -> BaseGeometry:
        """Return the ground that is of these kinds. [m]"""
        pieces = self.pieces
        return union(pieces.geometry[pieces["kind"].isin(kinds)])

    @cached_property
    def covered(self) -> BaseGeometry:
        """The ground whose kind the plan tells. [m]"""
        return union(self.pieces.geometry)

    @cached_property
    def walkable(self) -> BaseGeometry:
        """Where one can walk: W in the site, F in the window. [m]"""
        return polygons_of(self.walked.difference(self.solid))

    @cached_property
    def walked(self) -> BaseGeometry:
        """Walkable ground before the footprints standing on it are taken off. [m]"""
        return union([self.of(*WALKED), self._answering_yes()])

    def _answering_yes(self) -> BaseGeometry:
        """Shared carriageways and walkable green."""
        found = []
        for kind, attribute in (("carriageway", "shared"), ("green", "walkable")):
            layer = self.plan.of(kind)
            yes = layer.index[layer[attribute] == "yes"]
            pieces = self.pieces
            found += list(pieces.geometry[pieces.index.isin(yes)])
        return union(found)

    @cached_property
    def solid(self) -> BaseGeometry:
        """Footprints that cannot be walked through. [m]"""
        return union(
            shape
            for kind in SOLID
            for shape in footprints(self.plan, kind, within=self.domain).geometry
        )

    @cached_property
    def stay(self) -> BaseGeometry:
        """Stay area T: stay zones, else square and play ground, else walkable. [m]"""
        if not self.stay_zones.is_empty:
            return self.stay_zones
        ground = self.of("square", "play")
        return self.walkable if ground.is_empty else ground

    @cached_property
    def stay_zones(self) -> BaseGeometry:
        """The stay zones the plan names. [m]"""
        zones = areas(self.plan.near("stay_zone", self.domain))
        return polygons_of(union(zones.geometry).intersection(self.domain))

    def lines_without_area(self, kind: str) -> gpd.GeoDataFrame:
        """Return line elements of a kind whose width the plan does not tell.

        Parameters
        ----------
        kind : str
            ``footway``, ``carriageway`` or ``cycleway``.

        Returns
        -------
        GeoDataFrame
            The parts of the lines inside the domain and outside every area of the
            kind or of a kind that ranks above it, longer than 0.5 m. [m]
        """
        above = GROUND_ORDER[: GROUND_ORDER.index(kind) + 1]
        known = self.of(*above)
        layer = lines(self.plan.near(kind, self.domain))
        rest = layer.geometry.intersection(self.domain).difference(known)
        return layer.set_geometry(rest)[rest.length > _LINE_TOLERANCE_M]


def _apart(
    kind: str,
    ids: Iterable[str],
    inside: list[BaseGeometry],
    taken: BaseGeometry,
) -> list[tuple[str, str, BaseGeometry]]:
    """Cut pieces of one kind so that they neither overlap each other nor `taken`."""
    rows = []
    tree = shapely.STRtree(inside)
    for n, (element_id, shape) in enumerate(zip(ids, inside, strict=True)):
        earlier = [inside[m] for m in tree.query(shape, "intersects") if m < n]
        # One after the other: to join `taken` with a few neighbours costs much more.
        free = polygons_of(shape.difference(taken))
        if earlier:
            free = polygons_of(free.difference(union(earlier)))
        if not free.is_empty:
            rows.append((kind, element_id, free))
    return rows


def footprints(
    plan: Plan,
    kind: str,
    *,
    within: BaseGeometry | None = None,
    bench_width_m: float = BENCH_WIDTH_M,
    lamp_diameter_m: float = LAMP_DIAMETER_M,
    bin_diameter_m: float = BIN_DIAMETER_M,
) -> gpd.GeoDataFrame:
    """Return the area each element of a kind stands on.

    Parameters
    ----------
    plan : Plan
        The plan.
    kind : str
        Any kind; trees stand on their trunk.
    within : Polygon, optional
        Only elements that touch this area. [m]
    bench_width_m, lamp_diameter_m, bin_diameter_m : float
        Footprints where the plan is silent (method, section 3). [m]

    Returns
    -------
    GeoDataFrame
        Elements with an area only: areas as drawn, points with a diameter as
        discs, benches drawn as lines with their width; walls, fences and hedges
        drawn as lines have no area and are left out. [m]
    """
    layer = plan.of(kind) if within is None else plan.near(kind, within)
    if layer.empty:
        return layer
    radius = _radius(kind, layer, lamp_diameter_m, bin_diameter_m)
    shapes = layer.geometry.copy()
    round_ones = points(layer).index
    shapes[round_ones] = shapes[round_ones].buffer(radius[round_ones].fillna(0.0))
    if kind == "bench":
        drawn = lines(layer).index
        half = layer.loc[drawn, "width_m"].fillna(bench_width_m) / 2
        shapes[drawn] = shapes[drawn].buffer(half, cap_style="flat")
    layer = layer.set_geometry(shapes)
    return areas(layer)[lambda f: ~f.is_empty]


def _radius(
    kind: str, layer: gpd.GeoDataFrame, lamp_diameter_m: float, bin_diameter_m: float
) -> pd.Series:
    """Half the diameter of things drawn as points; NaN where it is unknown. [m]"""
    column = "trunk_diameter_m" if kind == "tree" else "diameter_m"
    default = {"lamp": lamp_diameter_m, "bin": bin_diameter_m}.get(kind, np.nan)
    diameter: pd.Series = (
        layer[column] if column in layer else pd.Series(np.nan, index=layer.index)
    )
    return diameter.fillna(default) / 2


def assumed_walkable(plan: Plan) -> tuple[str, ...]:
    """Name the assumptions that drew walkable ground of the site, sorted."""
    names = {
        name
        for kind in (*WALKED, "carriageway")
        for name in plan.assumptions_behind(
            kind, "geometry", plan.near(kind, plan.judged).index
        )
    }
    return tuple(sorted(names))


@lru_cache(maxsize=8)
def site_ground(plan: Plan) -> Ground:
    """Return the ground of the site; the same object for the same plan."""
    return Ground(plan, plan.judged)


@lru_cache(maxsize=8)
def window_ground(plan: Plan) -> Ground:
    """Return the ground of the window; the same object for the same plan."""
    return Ground(plan, plan.window)
