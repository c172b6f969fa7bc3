"""Ways out of the site: where walkable ground crosses its border, and how wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from sbd.indicators.ground import lines, points, site_ground, union, window_ground
from sbd.indicators.measurement import Reason
from sbd.plans.plan import Plan

#: Code of the default: no way out is drawn, so the ground tells.
DERIVED = "exits_from_ground"
#: Kinds that cannot be walked through where they are drawn as lines.
THIN_KINDS = ("wall", "fence", "hedge", "barrier")
#: Thickness of obstacles drawn as lines. [m] Source: as `sbd.indicators.obstacles`.
_THIN_M = 0.1
#: The edge of the ground itself is no way through it. [m]
_EDGE_M = 0.005
#: Ground is looked at so far on either side of the border. [m]
_STRIP_M = 1.5
#: Slits between two grounds no wider than twice this are closed. [m]
_SLIT_M = 0.05
#: Lengths closer than this are equal. [m] Source: method, section 1.
_TOLERANCE_M = 0.01
#: An obstacle so near to a way out stands on it. [m]
_BESIDE_M = 0.45

#: From and to along a ring of the border; `to` may run past its end. [m]
Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Exit:
    """One way out.

    Parameters
    ----------
    shape : LineString, MultiLineString, or as drawn
        Where one crosses the border. [m]
    clear_m : float, optional
        Clear width: given, else the sum of the clear gaps; None where a way out is
        drawn as a point or an area off the border and says nothing. [m]
    element_id : str, optional
        The element, where a way out is drawn.
    unsized : tuple of str
        Elements on it whose size the plan does not tell, or bollards drawn as one
        line: the clear width counts them as nothing. Empty where it is given.
    """

    shape: BaseGeometry
    clear_m: float | None
    element_id: str | None = None
    unsized: tuple[str, ...] = ()

    @property
    def middle(self) -> Point:
        """A point of it: half-way along its longest stretch. [m]"""
        longest = max(shapely.get_parts(self.shape), key=lambda part: part.length)
        if longest.geom_type == "LineString":
            return Point(longest.interpolate(0.5, normalized=True))
        return Point(longest.representative_point())


@dataclass(frozen=True, eq=False)
class Exits:
    """The ways out of a site.

    Parameters
    ----------
    exits : tuple of Exit
        As drawn, in the order of their ids; else round the border.
    derived : bool
        Whether they were derived from the ground.
    known : bool
        Whether anything is known of them: drawn, or there is ground in the site and
        the plan goes on beyond its border.
    defaults : tuple of str
        Codes of the defaults behind them.
    widthless : int
        Paths of unknown width that cross the border: ways out that nobody can
        measure. None, where ways out are drawn.
    """

    exits: tuple[Exit, ...]
    derived: bool
    known: bool
    defaults: tuple[str, ...] = ()
    widthless: int = 0

    @property
    def lacking(self) -> Reason | None:
        """Why ways out may be missing from those derived, if they may."""
        if not self.widthless:
            return None
        return Reason("paths_without_width", {"count": self.widthless})


def exits(
    plan: Plan,
    *,
    exit_min_m: float = 0.90,
    exit_merge_m: float = 3.0,
    exit_max_m: float = 30.0,
) -> Exits:
    """Return the ways out of the site: as drawn, else derived from the ground.

    Derived are the stretches of the border that a disc of the least width can cross
    between the walkable ground of the site and that outside; those with less than
    `exit_merge_m` between them along the border are one. A stretch longer than
    `exit_max_m` is parted evenly: what blocks one side of an open square does not
    block the others. Drawn ones stay as they are.

    Parameters
    ----------
    plan : Plan
        With a site.
    exit_min_m : float
        Least width of a way out. [m]
    exit_merge_m : float
        Ways out with a smaller gap between them are one. [m]
    exit_max_m : float
        Greatest length along the border of a derived way out. [m]

    Returns
    -------
    Exits
        The same object for the same plan and parameters.

    References
    ----------
    Method, section 8, "Exit". The greatest length is ours: the mouth of a street
    from facade to facade.
    """
    return _exits(plan, exit_min_m, exit_merge_m, exit_max_m)


@lru_cache(maxsize=8)
def _exits(plan: Plan, least_m: float, merge_m: float, longest_m: float) -> Exits:
    drawn = plan.near("exit", plan.setting).sort_index()
    if len(drawn):
        return Exits(tuple(_drawn(plan, drawn, least_m)), derived=False, known=True)
    derived = tuple(_derived(plan, least_m, merge_m, longest_m))
    known, vague = _goes_on(plan, least_m), _widthless(plan, derived)
    return Exits(derived, True, known, (DERIVED,), vague)


def _widthless(plan: Plan, found: Sequence[Exit]) -> int:
    """Count the paths without a width that cross the border elsewhere."""
    border = plan.judged.boundary
    paths = window_ground(plan).lines_without_area("footway").geometry
    crossing = paths[paths.dwithin(border, _BESIDE_M)].intersection(
        border.buffer(_STRIP_M)
    )
    open_already = union(way.shape for way in found)
    return int((~crossing.dwithin(open_already, _STRIP_M)).sum())


def _goes_on(plan: Plan, least_m: float) -> bool:
    """Whether there is ground in the site, and data beyond its border."""
    if site_ground(plan).walkable.is_empty:
        return False
    return bool(plan.extent.buffer(-least_m).intersects(plan.judged.boundary))


def _drawn(plan: Plan, layer: gpd.GeoDataFrame, least_m: float) -> Iterator[Exit]:
    """Ways out as the plan draws them, with the width it says or shows."""
    loose = _loose(plan)
    for element_id, shape, clear in zip(
        layer.index, layer.geometry, layer["clear_m"], strict=True
    ):
        if not np.isnan(clear):
            yield Exit(shape, float(clear), str(element_id))
            continue
        line = _crossed(plan, shape)
        if line.is_empty:
            yield Exit(shape, None, str(element_id))
            continue
        solid = _obstacles(plan, line.buffer(_STRIP_M))
        gaps = shapely.get_parts(line.difference(solid))
        wide = [gap.length for gap in gaps if gap.length >= least_m - _TOLERANCE_M]
        yield Exit(shape, float(sum(wide)), str(element_id), _on(loose, line))


def _crossed(plan: Plan, shape: BaseGeometry) -> BaseGeometry:
    """Return the line one crosses at a way out: as drawn, or the border in it. [m]"""
    if shapely.get_dimensions(shape) == 1:
        return shape
    if shapely.get_dimensions(shape) == 2:
        return plan.judged.boundary.intersection(shape)
    return LineString()


def _derived(
    plan: Plan, least_m: float, merge_m: float, longest_m: float
) -> Iterator[Exit]:
    """Ways out that the ground on both sides of the border tells, ring by ring."""
    free, loose = _free(plan), _loose(plan)
    for ring in shapely.get_rings(plan.judged):
        spans = _spans(ring, _stretches(ring, free, least_m))
        for joined in _joined(spans, merge_m, ring.length):
            for part in _parted(joined, longest_m):
                shape = _shape(ring, part)
                clear = float(sum(end - start for start, end in part))
                yield Exit(shape, clear, None, _on(loose, shape))


def _free(plan: Plan) -> BaseGeometry:
    """Ground that one can walk on along the border, on both of its sides. [m]

    Slits between two pieces of ground, which drawings leave, are closed first.
    """
    strip = plan.judged.boundary.buffer(_STRIP_M)
    walked = window_ground(plan).walked.intersection(strip)
    wide = walked.buffer(_SLIT_M, join_style="mitre")
    closed = wide.buffer(-_SLIT_M, join_style="mitre")
    return closed.difference(_obstacles(plan, strip))


@lru_cache(maxsize=8)
def thin_obstacles(plan: Plan) -> BaseGeometry:
    """Return walls, fences, hedges and barriers drawn as lines, made thick. [m]

    Those of the setting, all of the same thickness; perhaps none.
    """
    return union(
        shape.buffer(_THIN_M / 2, cap_style="flat")
        for kind in THIN_KINDS
        for shape in lines(plan.near(kind, plan.setting)).geometry
    )


def _obstacles(plan: Plan, area: BaseGeometry) -> BaseGeometry:
    """Return what one cannot walk through. [m]"""
    both = union([window_ground(plan).solid, thin_obstacles(plan)])
    return both.intersection(area)


def _stretches(
    ring: BaseGeometry, free: BaseGeometry, least_m: float
) -> list[LineString]:
    """Stretches of a ring that a disc of the least width can cross. [m]"""
    radius = least_m / 2 - _TOLERANCE_M
    line = LineString(ring.coords)
    middles = line.intersection(free.buffer(-radius))
    open_ground = line.intersection(free.buffer(-_EDGE_M, join_style="mitre"))
    found = open_ground.intersection(middles.buffer(radius + 2 * _TOLERANCE_M))
    found = union(p for p in shapely.get_parts(found) if p.length > 0)
    merged = shapely.get_parts(shapely.line_merge(found))
    shortest = least_m - 2 * _EDGE_M - _TOLERANCE_M
    return [p for p in merged if not p.is_empty and p.length >= shortest]


def _spans(ring: BaseGeometry, stretches: Sequence[LineString]) -> list[Span]:
    """Return from where to where stretches run along their ring, in order. [m]"""
    spans = []
    for stretch in stretches:
        if stretch.is_closed:
            return [(0.0, ring.length)]
        ends = [ring.project(Point(stretch.coords[n])) for n in (0, -1)]
        ahead = [(ends[1 - n] - ends[n]) % ring.length for n in (0, 1)]
        off = [abs(way - stretch.length) for way in ahead]
        start = ends[int(np.argmin(off))] - _EDGE_M
        spans.append((start, start + stretch.length + 2 * _EDGE_M))
    return sorted(spans)


def _joined(spans: Sequence[Span], merge_m: float, round_m: float) -> list[list[Span]]:
    """Group the spans of a ring with less than `merge_m` between them."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] < merge_m:
            groups[-1].append(span)
        else:
            groups.append([span])
    if len(groups) > 1 and groups[0][0][0] + round_m - groups[-1][-1][1] < merge_m:
        first = [(start + round_m, end + round_m) for start, end in groups.pop(0)]
        groups[-1] += first
    return groups


def _parted(group: Sequence[Span], longest_m: float) -> list[list[Span]]:
    """Cut a group that is too long into parts of the same length."""
    start, end = group[0][0], group[-1][1]
    count = max(1, ceil((end - start) / longest_m - 1e-6))
    cuts = np.linspace(start, end, count + 1)
    parts = [
        [(max(a, low), min(b, high)) for a, b in group if a < high and b > low]
        for low, high in pairwise(cuts)
    ]
    return [part for part in parts if part]


def _shape(ring: BaseGeometry, spans: Sequence[Span]) -> BaseGeometry:
    """Cut stretches out of a ring that may run on past its end. [m]"""
    coords = shapely.get_coordinates(ring)
    twice = LineString(np.vstack([coords, coords[1:]]))
    back = ring.length * (spans[0][0] // ring.length)
    return shapely.line_merge(
        shapely.union_all([substring(twice, a - back, b - back) for a, b in spans])
    )


def _loose(plan: Plan) -> gpd.GeoSeries:
    """Return obstacles of the setting without a size, and rows without gaps.

    A row of bollards drawn as a line lets people through, nobody knows where.
    """
    found = []
    for kind in ("bollard", "barrier", "planter"):
        layer = points(plan.near(kind, plan.setting))
        found.append(layer.geometry[layer["diameter_m"].isna()])
    found.append(lines(plan.near("bollard", plan.setting)).geometry)
    return gpd.GeoSeries(pd.concat(found))


def _on(loose: gpd.GeoSeries, shape: BaseGeometry) -> tuple[str, ...]:
    """Return which of some obstacles stand on a way out."""
    beside = shapely.dwithin(loose.to_numpy(), shape, _BESIDE_M)
    return tuple(sorted(map(str, loose.index[beside])))
