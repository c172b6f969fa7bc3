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
#: Pieces to a quarter of a disc: a lamp of 0.2 m is 0.5 mm too small at most.
_ROUND = 8
#: Line work this close to an area of its own kind is that area's centreline. [m]
_LINE_TOLERANCE_M = 0.5
_EMPTY = Polygon()


def areas(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose geometry is an area."""
    return _of_dimension(frame, 2)


def lines(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose geometry is a line."""
    return _of_dimension(frame, 1)


def points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose geometry is a point."""
    return _of_dimension(frame, 0)


def _of_dimension(frame: gpd.GeoDataFrame, dimension: int) -> gpd.GeoDataFrame:
    """Return the frame itself where all of its rows are asked for."""
    shapes = frame.geometry.to_numpy()
    found = shapely.get_dimensions(shapes) == dimension
    found &= shapely.get_type_id(shapes) != shapely.GeometryType.GEOMETRYCOLLECTION
    return frame if found.all() else frame.take(np.flatnonzero(found))


def union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join geometries into one; none give an empty polygon."""
    shapes = np.array([*geometries, None], dtype=object)[:-1]
    present = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    # What lies apart from the rest is set aside first: many small things, one big.
    return shapely.disjoint_subset_union_all(present) if len(present) else _EMPTY


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
        kinds: list[str] = []
        ids: list[str] = []
        shapes: list[BaseGeometry] = []
        shapely.prepare(self.domain)
        for kind in GROUND_ORDER:
            layer = areas(self.plan.near(kind, self.domain)).sort_index()
            ids += map(str, layer.index)
            shapes += _inside(layer.geometry.to_numpy(), self.domain)
            kinds += [kind] * (len(shapes) - len(kinds))
        free = _apart(shapes)
        left = [n for n, shape in enumerate(free) if not shape.is_empty]
        data = pd.DataFrame(
            {"kind": [kinds[n] for n in left]},
            index=pd.Index([ids[n] for n in left], name="element_id", dtype=object),
        )
        geometry = np.array([*(free[n] for n in left), None], dtype=object)[:-1]
        return gpd.GeoDataFrame(data, geometry=geometry, crs=self.plan.crs)

    def of(self, *kinds: str) -> BaseGeometry:
        """Return the ground that is of these kinds. [m]"""
        asked = frozenset(kinds)
        if asked not in self._joined:
            pieces = self.pieces
            wanted = pieces["kind"].isin(asked).to_numpy()
            self._joined[asked] = union(pieces.geometry.to_numpy()[wanted])
        return self._joined[asked]

    @cached_property
    def _joined(self) -> dict[frozenset[str], BaseGeometry]:
        return {}

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
        if kind not in self._bare:
            above = GROUND_ORDER[: GROUND_ORDER.index(kind) + 1]
            layer = lines(self.plan.near(kind, self.domain))
            rest = layer.geometry.to_numpy()
            known = self.pieces.geometry.to_numpy()[self.pieces["kind"].isin(above)]
            rest = _outside(shapely.intersection(rest, self.domain), known)
            long = shapely.length(rest) > _LINE_TOLERANCE_M
            self._bare[kind] = layer[long].set_geometry(rest[long])
        return self._bare[kind]

    @cached_property
    def _bare(self) -> dict[str, gpd.GeoDataFrame]:
        return {}


def _inside(shapes: np.ndarray, domain: BaseGeometry) -> list[BaseGeometry]:
    """Cut areas to a prepared domain; most lie in it whole. [m]"""
    whole = shapely.covers(domain, shapes)
    return [
        shape if inside else polygons_of(shape.intersection(domain))
        for shape, inside in zip(shapes, whole, strict=True)
    ]


def _outside(lines_drawn: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Take from each line the areas it runs through. [m]"""
    rest = lines_drawn.copy()
    pairs = shapely.STRtree(known).query(lines_drawn, "intersects")
    for n, m in zip(*pairs, strict=True):
        rest[n] = rest[n].difference(known[m])
    return rest


def _apart(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Take from each area all areas before it, so that none overlap. [m]"""
    free = list(shapes)
    whole = np.array([*shapes, None], dtype=object)[:-1]
    pairs = shapely.STRtree(whole).query(whole, "intersects")
    earlier = pairs[:, pairs[1] < pairs[0]]
    for n in np.unique(earlier[0]):
        # One after the other: to join the neighbours first costs much more.
        for m in earlier[1][earlier[0] == n]:
            free[n] = free[n].difference(shapes[m])
        free[n] = polygons_of(free[n])
    return free


@lru_cache(maxsize=256)
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
    shapes = layer.geometry.to_numpy().copy()
    sort = shapely.get_dimensions(shapes)
    if (sort == 2).all():
        return layer
    default = {"lamp": lamp_diameter_m, "bin": bin_diameter_m}.get(kind, np.nan)
    radius = _radius(kind, layer, default)[sort == 0]
    shapes[sort == 0] = shapely.buffer(shapes[sort == 0], radius, quad_segs=_ROUND)
    if kind == "bench":
        half = layer["width_m"].fillna(bench_width_m).to_numpy()[sort == 1] / 2
        shapes[sort == 1] = shapely.buffer(shapes[sort == 1], half, cap_style="flat")
    filled = (shapely.get_dimensions(shapes) == 2) & ~shapely.is_empty(shapes)
    whole = layer.take(np.flatnonzero(filled))
    return whole.set_geometry(gpd.GeoSeries(shapes[filled], whole.index, layer.crs))


def _radius(kind: str, layer: gpd.GeoDataFrame, default_m: float) -> np.ndarray:
    """Half the diameter of things drawn as points; 0 where it is unknown. [m]"""
    column = "trunk_diameter_m" if kind == "tree" else "diameter_m"
    if column not in layer:
        return np.full(len(layer), 0.0 if np.isnan(default_m) else default_m / 2)
    diameter = layer[column].fillna(default_m).fillna(0.0)
    return np.asarray(diameter, dtype=np.float64) / 2


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
