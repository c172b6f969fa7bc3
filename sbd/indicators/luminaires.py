"""The lamps of a plan as point sources: where they hang and what they send.

Every indicator of light takes its lamps from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import areas, union
from sbd.indicators.measurement import Reason
from sbd.indicators.missing import attribute_missing
from sbd.indicators.photometry import (
    TABLE_DEG,
    constant_intensity,
    cosine_of,
    table_of,
)
from sbd.plans.photometric import Photometry, file_key
from sbd.plans.plan import Plan

Floats = NDArray[np.float64]
#: A lamp drawn this far inside a building hangs on its facade. [m] Source: ours; a
#: lamp farther inside lights a room.
FACADE_M = 1.0
#: Such a lamp is moved to this distance in front of the facade. [m]
OUT_M = 0.05
#: Codes of the defaults, each named where a lamp needs it.
ONE_CONE = "lamp_light_even_in_cone"
CUTOFF = "lamp_cutoff_default"
MAINTENANCE = "maintenance_factor_default"
TURNED = "photometric_file_averaged_around"
NOT_GIVEN = "photometric_file_not_given"
ON_FACADE = "lamp_in_building_moved_to_facade"
INSIDE = "lamp_inside_building_left_out"
#: Height and light flow decide what a lamp gives; the first is asked for first.
_ASKED = ("height_m", "lumen")


@dataclass(frozen=True, eq=False)
class Lamps:
    """The lamps that can light a site.

    Parameters
    ----------
    ids : tuple of str
        Element ids of the lamps whose light is known, in sorted order.
    rows : (m, 6) array
        Of each: x, y relative to `origin`, height [m]; intensity in the cone with
        the maintenance factor [cd], or that factor alone where there is a table [1];
        cosine of the cut-off [1]; number of its table, -1 without one.
    reach : (m,) array
        Farthest its light lies on the ground. [m]
    tables : (t, angles) array
        Intensities of photometric files. [cd]
    origin : (2,) array
        [m]
    unclear : GeoDataFrame
        Lamps whose height or light flow is missing: they may give any light.
    defaults, assumed : tuple of str
        To be named in the result.
    """

    ids: tuple[str, ...]
    rows: Floats
    reach: Floats
    tables: Floats
    origin: Floats
    unclear: gpd.GeoDataFrame
    count: int
    defaults: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def places(self) -> Floats:
        """Where the lamps hang. (m, 2) [m]"""
        return np.asarray(self.rows[:, :2] + self.origin)

    def lacking(self) -> Reason | None:
        """Say what is missing most of the lamps; None where nothing is."""
        if self.unclear.empty:
            return None
        asked = max(_ASKED, key=lambda name: int(self.unclear[name].isna().sum()))
        found = attribute_missing("lamp", asked, self.unclear)
        return Reason(found.code, {**found.args, "of": self.count})


@lru_cache(maxsize=8)
def lamps_of(
    plan: Plan,
    *,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Lamps:
    """Return the lamps near a site, as light sources.

    A lamp with a photometric file that was given sends what the file says, whatever
    its ``lumen`` and ``cutoff_deg``; any other sends its light evenly into a cone.

    Parameters
    ----------
    plan : Plan
        With a site.
    light_reach_m : float
        Lamps so near to the site count, and light no farther. [m]
        Source: method, section 8, S-09.
    maintenance_factor : float
        Of lamps without ``mf``. [1] Source: domain, H.
    lamp_cutoff_deg : float
        Of lamps without ``cutoff_deg``. [deg] Source: domain, H.

    Returns
    -------
    Lamps
        The same object for the same plan and parameters.
    """
    layer = plan.of("lamp")
    near = shapely.dwithin(layer.geometry.to_numpy(), plan.judged, light_reach_m)
    layer = layer[near].sort_index()
    files = _files(plan, layer)
    filed = np.array([f is not None for f in files], dtype=bool)
    clear = layer["height_m"].notna() & (layer["lumen"].notna() | filed)
    told = clear.to_numpy(dtype=bool)
    at, free, moved = _out_of_buildings(plan, layer)
    kept = told & free
    used = [f for f, keep in zip(files, kept, strict=True) if keep]
    rows, tables = _rows(layer[kept], used, maintenance_factor, lamp_cutoff_deg)
    origin = np.floor(np.array(plan.judged.bounds[:2]))
    rows[:, :2] = at[kept] - origin
    return Lamps(
        ids=tuple(str(i) for i in layer.index[kept]),
        rows=rows,
        reach=_reach(rows, light_reach_m),
        tables=tables,
        origin=origin,
        unclear=layer[~told & free],
        count=len(layer),
        defaults=(
            *_defaults(layer[kept], used),
            *((ON_FACADE,) if (moved & told).any() else ()),
            *((INSIDE,) if not free.all() else ()),
        ),
        assumed=_assumed(plan, layer[kept], used),
    )


def _files(plan: Plan, layer: gpd.GeoDataFrame) -> list[Photometry | None]:
    """Return the photometric file of each lamp that names one that was given."""
    return [
        None if name is None else plan.photometry.get(file_key(name))
        for name in layer["ies"]
    ]


def _rows(
    layer: gpd.GeoDataFrame,
    files: list[Photometry | None],
    maintenance_factor: float,
    cutoff_deg: float,
) -> tuple[Floats, Floats]:
    """Describe lamps for the kernels; their places are filled in later."""
    kept = list(dict.fromkeys(f for f in files if f is not None))
    factor = layer["mf"].fillna(maintenance_factor).to_numpy()
    cutoff = layer["cutoff_deg"].fillna(cutoff_deg).clip(1.0, 180.0).to_numpy()
    simple = constant_intensity(layer["lumen"].fillna(0.0), cutoff) * factor
    rows = np.zeros((len(layer), 6))
    rows[:, 2] = layer["height_m"]
    for n, file in enumerate(files):
        rows[n, 3:] = (
            (simple[n], cosine_of(cutoff[n]), -1)
            if file is None
            else (factor[n], -1.0, kept.index(file))
        )
    tables = np.array([table_of(f) for f in kept]).reshape(-1, len(TABLE_DEG))
    return rows, tables


def _reach(rows: Floats, most: float) -> Floats:
    """Return how far from its foot each lamp lights the ground. [m]"""
    cosine = rows[:, 4]
    sine = np.sqrt(1 - cosine**2)
    edge = np.full(len(rows), np.inf)
    np.divide(rows[:, 2] * sine, cosine, out=edge, where=cosine > 1e-6)
    return np.asarray(np.minimum(edge, most))


def _out_of_buildings(
    plan: Plan, layer: gpd.GeoDataFrame
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Move lamps of facades out: places, whether outside by now, whether moved. [m]"""
    spots = np.asarray(shapely.centroid(layer.geometry.to_numpy()), dtype=object)
    at = shapely.get_coordinates(spots).reshape(-1, 2)
    houses = buildings_near(plan)
    shapely.prepare(houses)
    inside = np.asarray(shapely.intersects(houses, spots), dtype=bool)
    free, moved = ~inside, np.zeros(len(at), dtype=bool)
    for n in np.flatnonzero(inside):
        out = _before_facade(houses, spots[n])
        if out is not None:
            at[n], free[n], moved[n] = out, True, True
    return at, free, moved


def _before_facade(houses: BaseGeometry, spot: BaseGeometry) -> Floats | None:
    """Return the nearest place just outside the buildings, if it is near. [m]"""
    house = next(h for h in shapely.get_parts(houses) if h.intersects(spot))
    edge = shapely.shortest_line(house.boundary, spot)
    if edge.length > FACADE_M:
        return None
    foot = edge.interpolate(0.0)
    around = foot.buffer(OUT_M, quad_segs=16).difference(houses)
    if around.is_empty:
        return None
    middle = shapely.get_coordinates(around.centroid)[0]
    start = shapely.get_coordinates(foot)[0]
    away = middle - start
    length = float(np.hypot(*away))
    out = start + away * (OUT_M / length if length > 0 else 0.0)
    return np.asarray(out, dtype=np.float64)


@lru_cache(maxsize=8)
def buildings_near(plan: Plan) -> BaseGeometry:
    """Return all buildings that may stand between a lamp and what it lights. [m]"""
    box = light_domain(plan)
    return union(areas(plan.near("building", box)).geometry)


def light_domain(plan: Plan, reach_m: float = 100.0) -> BaseGeometry:
    """Return the rectangle in which light of the site is followed. [m]

    Lamps stand up to 50 m, by choice 80 m, outside the site and windows up to 30 m;
    a rectangle holds every straight line between two of its points.
    """
    west, south, east, north = plan.judged.bounds
    return shapely.box(west - reach_m, south - reach_m, east + reach_m, north + reach_m)


def _defaults(
    layer: gpd.GeoDataFrame, files: list[Photometry | None]
) -> tuple[str, ...]:
    """Name what stands in for what the lamps do not say."""
    simple = layer[np.array([f is None for f in files], dtype=bool)]
    named = simple["ies"].notna().any()
    return tuple(
        code
        for code, used in (
            (NOT_GIVEN, named),
            (ONE_CONE, len(simple) > 0),
            (CUTOFF, simple["cutoff_deg"].isna().any()),
            (MAINTENANCE, layer["mf"].isna().any()),
            (TURNED, len(simple) < len(layer)),
        )
        if used
    )


def _assumed(
    plan: Plan, layer: gpd.GeoDataFrame, files: list[Photometry | None]
) -> tuple[str, ...]:
    """Name the assumptions behind heights and light flows."""
    simple = layer.index[np.array([f is None for f in files], dtype=bool)]
    names = {
        *plan.assumptions_behind("lamp", "height_m", layer.index),
        *plan.assumptions_behind("lamp", "lumen", simple),
    }
    return tuple(sorted(names))
