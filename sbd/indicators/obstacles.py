"""What hides people from each other at the height of an eye, and the views it leaves.

Every indicator that asks who sees what takes obstacles and views from here, so that
two indicators never disagree about the same wall. Source: method, section 8,
"Opaque(e)": buildings; walls, fences, hedges, shrubs, planters and kiosks higher than
the eye; crowns that begin low.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import areas, polygons_of, union
from sbd.indicators.measurement import Reason, ReasonValue
from sbd.indicators.missing import kind_missing
from sbd.plans.plan import SETTING_M, Plan

if TYPE_CHECKING:
    from sbd.indicators.isovist import Visibility

#: Eyes of a standing and of a seated person. [m] Source: domain, H.
EYE_M = 1.6
SEATED_EYE_M = 1.2
#: Higher shrubs hide people. [m] Source: Secured by Design, domain H and C.
SHRUB_M = 1.0
#: Crowns that begin lower hide people. [m] Source: Secured by Design, method, 8.
CROWN_M = 2.0
#: Kinds that hide by their height.
LOW = ("wall", "fence", "hedge", "shrub", "planter", "kiosk")
#: All kinds that can hide people.
HIDING = ("building", *LOW, "tree")
#: Thickness of what is drawn as a line, or as a point without a size. [m]
#: Source: method, shared contract: lines are given a thickness before they are joined.
THICKNESS_M = 0.1
#: Code of the default: things drawn as points without a diameter are thin.
THIN_POINTS = "point_size_missing_is_thin"
#: Vertices of a quarter of a crown or post: sight needs no more.
_QUARTER = 8

Floats = NDArray[np.float64]


def opaque(
    plan: Plan,
    eye_m: float = EYE_M,
    *,
    domain: BaseGeometry,
    best: bool = False,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> BaseGeometry:
    """Return what hides people, as areas.

    Parameters
    ----------
    plan : Plan
        With a site; things are taken from its window.
    eye_m : float
        Height of the eye above the ground. [m]
    domain : Polygon or MultiPolygon
        Where it is wanted; within the window. [m]
    best : bool
        Count only what surely hides. Else also what may: things without a height,
        fences that do not say whether one sees through, crowns without a base, and
        crowns without a radius as wide as they will be or, where that is missing
        too, 30 m.
    shrub_height_max_m : float
        Shrubs higher than this hide, whatever the eye: they grow beyond the height
        they are planted at. Whoever looks from above gives that height here. [m]
    crown_base_min_m : float
        Crowns that begin lower hide. [m]

    Returns
    -------
    Polygon or MultiPolygon
        What is drawn as a line, or as a point without a size, is `THICKNESS_M` wide;
        what one sees through (``transparent`` yes) is left out. [m]
    """
    limits = eye_m, shrub_height_max_m, crown_base_min_m
    chosen = _things(plan).hiding(*limits, best=best)
    return polygons_of(_joined(plan, chosen.tobytes()).intersection(domain))


def view(
    plan: Plan,
    eye_m: float = EYE_M,
    *,
    best: bool = False,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Visibility:
    """Return the views over the window that `opaque` leaves.

    Parameters
    ----------
    plan, eye_m, best, shrub_height_max_m, crown_base_min_m
        As in `opaque`.

    Returns
    -------
    Visibility
        The same object for the same plan and the same things that hide.
    """
    limits = eye_m, shrub_height_max_m, crown_base_min_m
    return _view(plan, _things(plan).hiding(*limits, best=best).tobytes())


def lacking(
    plan: Plan,
    eye_m: float = EYE_M,
    *,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> Reason | None:
    """Say what is missing most of what may hide people; None where nothing is.

    Parameters
    ----------
    plan, eye_m, shrub_height_max_m, crown_base_min_m
        As in `opaque`.
    """
    things, limits = _things(plan), (eye_m, shrub_height_max_m, crown_base_min_m)
    may = things.hiding(*limits, best=False)
    unsure = may & ~things.hiding(*limits, best=True)
    found = [
        (
            int(np.sum(unsure & of_kind & pd.isna(told))),
            kind,
            name,
            int(sum(may & of_kind)),
        )
        for kind in dict.fromkeys(things.kinds[unsure])
        for of_kind in [things.kinds == kind]
        for name, told in things.deciding(kind).items()
    ]
    if not found:
        return None
    count, kind, attribute, of = max(found, key=lambda entry: entry[0])
    args: dict[str, ReasonValue] = {"kind": kind, "attribute": attribute}
    return Reason("attribute_missing", {**args, "count": count, "of": of})


def unsaid_kinds(plan: Plan) -> Reason | None:
    """Say which kinds that hide people a plan is silent about.

    Of the lower things one kind is enough: a plan that draws walls is a plan in which
    a hedge would be drawn.
    """
    silent = [kind for kind in ("building", "tree") if not plan.known(kind)]
    if not any(plan.known(kind) for kind in LOW):
        silent += LOW
    return kind_missing(*silent) if silent else None


def crossed(
    plan: Plan,
    sights: NDArray[np.object_],
    eye_m: float = EYE_M,
    *,
    shrub_height_max_m: float = SHRUB_M,
    crown_base_min_m: float = CROWN_M,
) -> dict[str, BaseGeometry]:
    """Return what hides, or may hide, and crosses some sight lines, by element id.

    Parameters
    ----------
    plan, eye_m, shrub_height_max_m, crown_base_min_m
        As in `opaque`.
    sights : (m,) array of LineString
        From an eye to what it looks for. [m]
    """
    things = _things(plan)
    limits = eye_m, shrub_height_max_m, crown_base_min_m
    chosen = np.flatnonzero(things.hiding(*limits, best=False))
    tree = shapely.STRtree(things.shapes[chosen])
    rows = chosen[np.unique(tree.query(sights, predicate="intersects")[1])]
    return {str(things.ids[n]): things.shapes[n] for n in rows}


def assumed(plan: Plan) -> tuple[str, ...]:
    """Name the assumptions behind the crowns that hide people, or do not."""
    things = _things(plan)
    trees = things.ids[things.kinds == "tree"]
    found = (
        plan.assumptions_behind("tree", attribute, trees)
        for attribute in ("base_m", "crown_radius_m")
    )
    return tuple(sorted({name for names in found for name in names}))


def thin_points(plan: Plan) -> tuple[str, ...]:
    """Name the default for things drawn as points that do not tell their size."""
    return (THIN_POINTS,) if _things(plan).thin else ()


@dataclass(frozen=True, eq=False)
class _Things:
    """All that may hide people in the window of a plan, column by column.

    Parameters
    ----------
    ids, kinds : (m,) arrays
        Element ids and their kinds.
    shapes : (m,) array of areas
        What each hides, if it does. [m]
    height, base, radius : (m,) arrays
        As the plan tells them; NaN where it does not. [m]
    see : (m,) array
        Whether one sees through: yes, no or None.
    thin : bool
        Whether a thing is drawn as a point without a size.
    """

    ids: NDArray[np.object_]
    kinds: NDArray[np.object_]
    shapes: NDArray[np.object_]
    height: Floats
    base: Floats
    radius: Floats
    see: NDArray[np.object_]
    thin: bool

    def hiding(
        self, eye_m: float, shrub_m: float, crown_m: float, *, best: bool
    ) -> NDArray[np.bool_]:
        """Tell which things surely hide at a height or, at worst, may. (m,)"""
        limit = np.where(self.kinds == "shrub", shrub_m, eye_m)
        tree, house = self.kinds == "tree", self.kinds == "building"
        if best:
            fence = self.kinds == "fence"
            closed = np.where(fence, self.see == "no", self.see != "yes")
            crown = (self.base < crown_m) & ~np.isnan(self.radius)
            other = (self.height > limit) & closed
        else:
            crown = ~(self.base >= crown_m)
            other = ~(self.height <= limit) & (self.see != "yes")
        return np.asarray(np.where(tree, crown, other) | house, dtype=bool)

    def deciding(self, kind: str) -> dict[str, NDArray[Any]]:
        """Return the attributes that decide whether a kind hides."""
        if kind == "tree":
            return {"base_m": self.base, "crown_radius_m": self.radius}
        if kind == "fence":
            return {"height_m": self.height, "transparent": self.see}
        return {"height_m": self.height}


@lru_cache(maxsize=8)
def _things(plan: Plan) -> _Things:
    """Look up all that may hide people in the window, kind by kind."""
    layers = {kind: plan.near(kind, plan.window) for kind in HIDING}
    layers["building"] = areas(layers["building"])
    made = [_areas(kind, layer) for kind, layer in layers.items()]
    return _Things(
        np.concatenate([layer.index.to_numpy(object) for layer in layers.values()]),
        np.repeat(list(layers), [len(layer) for layer in layers.values()]).astype(
            object
        ),
        np.concatenate([shapes for shapes, _ in made]),
        _column(layers, "height_m"),
        _column(layers, "base_m"),
        _column(layers, "crown_radius_m"),
        np.concatenate(
            [_told(layer, "transparent", None) for layer in layers.values()]
        ),
        thin=any(thin for _, thin in made),
    )


def _told(layer: gpd.GeoDataFrame, name: str, missing: object) -> NDArray[Any]:
    """Return a column, or what stands for missing where a kind has none."""
    if name in layer:
        found: NDArray[Any] = layer[name].to_numpy()
        return found
    return np.full(len(layer), missing)


def _column(layers: Mapping[str, gpd.GeoDataFrame], name: str) -> Floats:
    columns = [_told(layer, name, np.nan) for layer in layers.values()]
    return np.concatenate(columns).astype(np.float64)


def _areas(kind: str, layer: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], bool]:
    """Give things the area they hide, and tell whether a point had no size. [m]"""
    shapes = layer.geometry.to_numpy().copy()
    dimension = shapely.get_dimensions(shapes)
    line, spot = dimension == 1, dimension == 0
    shapes[line] = shapely.buffer(shapes[line], THICKNESS_M / 2, cap_style="square")
    if kind == "tree":
        later = layer["crown_15y_radius_m"].fillna(SETTING_M)
        radius = layer["crown_radius_m"].fillna(later).to_numpy()[spot]
        thin = False
    else:
        size = _told(layer, "diameter_m", np.nan).astype(np.float64)[spot]
        radius, thin = np.where(np.isnan(size), THICKNESS_M, size) / 2, np.isnan(size)
    shapes[spot] = shapely.buffer(shapes[spot], radius, quad_segs=_QUARTER)
    return shapes, bool(np.any(thin))


@lru_cache(maxsize=8)
def _joined(plan: Plan, chosen: bytes) -> BaseGeometry:
    """Join what hides in the window into one geometry. [m]"""
    return union(_things(plan).shapes[np.frombuffer(chosen, dtype=bool)])


@lru_cache(maxsize=8)
def _view(plan: Plan, chosen: bytes) -> Visibility:
    from sbd.indicators.isovist import Visibility

    return Visibility(polygons_of(plan.window.difference(_joined(plan, chosen))))
