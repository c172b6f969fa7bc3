"""Barriers: whether a wheelchair or an adapted cycle passes every row of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among
from sbd.indicators.barrier_rows import (
    BOUND_KINDS,
    ROW_KINDS,
    Gap,
    Post,
    Row,
    barrier_rows,
)
from sbd.indicators.carriageways import carriageways
from sbd.indicators.ground import SOLID, WALKED, lines, site_ground
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    Role,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import bound_by, declared_none, kind_missing
from sbd.indicators.registry import indicator, need
from sbd.indicators.routes import CENTRELINES
from sbd.plans.plan import SETTING_M, Plan

#: Narrowest gap a wheelchair passes. [m] Source: domain E2, A-03; H.
PASSABLE_M = 0.90
#: A row no farther than this from a kerb stands along it. [m]
_KERB_STRIP_M = 1.0
#: How far beside a row its two sides are looked at. [m]
_BESIDE_M = 0.3
#: A row is looked at every so far. [m]
_STEP_M = 0.5
#: Shorter differences are noise of the coordinates. [m]
_NOISE_M = 0.01
#: Kinds of ground and walls of which more can help or hurt; the rest only hurts.
_EITHER = (*WALKED, *BOUND_KINDS)


@dataclass(frozen=True, eq=False)
class JudgedRow:
    """A row that people have to pass, and the clear width of each of its gaps.

    `widths` are widths inside the walkable ground [m], in the order of `gaps`.
    """

    row: Row
    gaps: tuple[Gap, ...]
    widths: tuple[float, ...]

    def widest(self, share_of_leeway: float = 0.0) -> float:
        """Return its widest gap if assumed diameters are smaller or larger. [m]"""
        if self.unspaced:
            return np.inf
        return max((w + share_of_leeway * g.leeway for g, w in self.pairs), default=0.0)

    @property
    def unspaced(self) -> bool:
        """Whether bollards are drawn as one line, which hides their gaps."""
        return any(_is_unspaced(post) for post in self.row.posts)

    @property
    def surely(self) -> float:
        """Return its widest gap of which both faces are known. [m]"""
        return max((w for g, w in self.pairs if g.known), default=0.0)

    @property
    def pairs(self) -> list[tuple[Gap, float]]:
        """Its gaps, each with its clear width. [m]"""
        return list(zip(self.gaps, self.widths, strict=True))

    @cached_property
    def place(self) -> Place:
        """Its widest gap, or all of it where there is none."""
        first = self.row.posts[0].element_id
        if self.unspaced:
            return Place(self.row.chain, "context", None, "spacing_missing", first)
        if not self.widths:
            return Place(self.row.chain, "finding", 0.0, "no_gap", first)
        n = int(np.argmax(self.widths))
        gap, width = self.gaps[n], self.widths[n]
        role: Role = "good" if width >= PASSABLE_M - _NOISE_M else "finding"
        if not gap.known:
            return Place(gap.line, "context", width, "diameter_missing", first)
        return Place(gap.line, role, width, "gap", gap.posts[0].element_id)


@indicator(
    "m",
    need(
        *ROW_KINDS,
        attributes=("diameter_m",),
        within_m=SETTING_M,
        among=among.as_points,
        none="not_applicable",
    ),
    among.WALKABLE,
)
def barrier_gap(plan: Plan, *, row_spacing_m: float = 3.0) -> Measurement:
    """Measure the widest gap of the tightest barrier row that people have to pass.

    A row counts where a route crosses it, or where walkable ground lies on both
    sides of it and its ends are closed; rows wholly along a carriageway's edge count
    only where a route crosses them. Source: method, section 8, A-03.

    Parameters
    ----------
    plan : Plan
        With a site.
    row_spacing_m : float
        Elements no farther apart than this are one row. [m] Source: method, 8, A-03.

    Returns
    -------
    Measurement
        Least, over the rows, of the widest gap inside walkable ground. [m]
        Unknown where the kinds are neither present nor declared, or a missing
        diameter could change it; not applicable without such a row.
    """
    silent = [kind for kind in ROW_KINDS if kind not in plan.declared]
    if not plan.has(*ROW_KINDS):
        if silent:
            return unknown("m", kind_missing(*silent))
        return not_applicable("m", declared_none(*ROW_KINDS))
    rows = barrier_rows(plan, spacing_m=row_spacing_m)
    if rows and site_ground(plan).walkable.is_empty:
        return unknown("m", Reason("walkable_ground_missing"))
    judged = judged_rows(plan, row_spacing_m)
    if judged:
        return _narrowest(plan, judged)
    found_none = Reason("no_row_crossed" if rows else "no_row", {"rows": len(rows)})
    deciding = (*ROW_KINDS, "route", *_EITHER) if rows else ROW_KINDS
    if plan.declared.issuperset(deciding):
        return not_applicable("m", found_none)
    return unknown("m", found_none)


@lru_cache(maxsize=8)
def judged_rows(plan: Plan, row_spacing_m: float) -> tuple[JudgedRow, ...]:
    """Return the rows that people have to pass; see `barrier_gap`.

    Parameters
    ----------
    plan : Plan
        With a site.
    row_spacing_m : float
        Elements no farther apart than this are one row. [m]

    Returns
    -------
    tuple of JudgedRow
        The same object for the same arguments.
    """
    passage = _Passage(plan)
    rows = barrier_rows(plan, spacing_m=row_spacing_m)
    found = (passage.judge(row) for row in rows)
    return tuple(row for row in found if row is not None)


@dataclass(frozen=True, eq=False)
class _Passage:
    """Where people walk, to tell which rows they have to pass."""

    plan: Plan

    @cached_property
    def walkable(self) -> BaseGeometry:
        """Walkable ground of the site. [m]"""
        ground = site_ground(self.plan).walkable
        shapely.prepare(ground)
        return ground

    @cached_property
    def routes(self) -> gpd.GeoSeries:
        """Routes inside the site, main or not. [m]"""
        layer = lines(self.plan.near("route", self.plan.judged))
        return layer.geometry.intersection(self.plan.judged)

    @cached_property
    def _kerb_strip(self) -> BaseGeometry:
        return carriageways(self.plan).surface.boundary.buffer(_KERB_STRIP_M)

    def judge(self, row: Row) -> JudgedRow | None:
        """Measure the gaps of a row; None where nobody has to pass it."""
        chain = row.chain
        routed = bool(self.routes.intersects(chain).any())
        if not routed and (self._along_kerb(row, chain) or not self._barred(row)):
            return None
        clear = [(gap, self._clear(gap.line)) for gap in row.gaps]
        inside = [(gap, width) for gap, width in clear if width is not None]
        if not inside and not self._between_walks(row):
            return None
        gaps = tuple(gap for gap, _ in inside)
        return JudgedRow(row, gaps, tuple(width for _, width in inside))

    def _clear(self, line: LineString) -> float | None:
        """Return how much of a gap is walkable in one piece; None if nothing. [m]"""
        if line.length <= _NOISE_M:
            near = self.walkable.distance(line) <= _NOISE_M
            return line.length if near else None
        parts = shapely.get_parts(line.intersection(self.walkable))
        widest = float(max(shapely.length(parts), default=0.0))
        if widest <= _NOISE_M:
            return None
        return line.length if widest >= line.length - _NOISE_M else widest

    def _along_kerb(self, row: Row, chain: BaseGeometry) -> bool:
        """Tell whether a row stands wholly along the edge of a carriageway."""
        whole = [chain, *(post.shape for post in row.posts)]
        return all(self._kerb_strip.covers(shape) for shape in whole)

    def _barred(self, row: Row) -> bool:
        """Tell whether walkable ground lies on both sides and no way leads round."""
        round_it = any(
            self.walkable.intersection(outlet).length >= outlet.length - _NOISE_M
            for outlet in row.outlets
        )
        return not round_it and self._between_walks(row)

    def _between_walks(self, row: Row) -> bool:
        """Tell whether one walks on both sides of some part of a row."""
        beside = row.depth / 2 + _BESIDE_M
        for part in shapely.get_parts(row.chain):
            line = part.exterior if part.geom_type == "Polygon" else part
            if part.geom_type == "Polygon":
                line = _long_middle(part)
            for one, other in _sides(line, beside):
                if self.walkable.covers(one) and self.walkable.covers(other):
                    return True
        return False


def _is_unspaced(post: Post) -> bool:
    return post.kind == "bollard" and post.shape.geom_type == "LineString"


def _long_middle(area: BaseGeometry) -> LineString:
    """Return the middle line of an area's rectangle along its longer side. [m]"""
    corners = shapely.get_coordinates(shapely.oriented_envelope(area))[:4]
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    both = (LineString(middles[[0, 2]]), LineString(middles[[1, 3]]))
    return max(both, key=lambda line: line.length)


def _sides(line: BaseGeometry, beside: float) -> list[tuple[Point, Point]]:
    """Return points on the left and the right of a line, every half metre. [m]"""
    if line.length <= _NOISE_M:
        return []
    count = max(1, int(np.ceil(line.length / _STEP_M)))
    pairs = []
    for n in range(count):
        at = (n + 0.5) * line.length / count
        back, ahead = line.interpolate(at - 0.01), line.interpolate(at + 0.01)
        along = np.subtract(ahead.coords[0], back.coords[0])
        normal = np.array([-along[1], along[0]]) / np.hypot(*along) * beside
        middle = np.array(line.interpolate(at).coords[0])[:2]
        pairs.append((Point(middle + normal), Point(middle - normal)))
    return pairs


def _narrowest(plan: Plan, judged: Sequence[JudgedRow]) -> Measurement:
    """Answer with the tightest row, at worst and at best."""
    worst = min(row.surely for row in judged)
    best = min(row.widest() for row in judged)
    settled = best - worst <= 1e-9
    assumed = _assumed(plan, judged)
    limits = [min(row.widest(share) for row in judged) for share in (-1.0, 1.0)]
    passes = [limit >= PASSABLE_M - plan.tolerance_m for limit in limits]
    return Measurement(
        "measured" if settled else "unknown",
        "m",
        _reason(plan, judged, settled),
        value=best if settled else None,
        worst=worst,
        best=best,
        where=tuple(row.place for row in judged),
        bound=bound_by(
            plan,
            helping=_EITHER,
            hurting=(*ROW_KINDS, *_EITHER, *SOLID, "route"),
        ),
        completeness=plan.completeness(*ROW_KINDS, *_EITHER, "route"),
        assumed=assumed,
        defaults=_defaults(plan),
        gate_open="bollard-size" in assumed and passes[0] != passes[1],
    )


def _reason(plan: Plan, judged: Sequence[JudgedRow], settled: bool) -> Reason:
    """Say what was found, or how many diameters are missing."""
    if settled:
        least = min(row.widest() for row in judged)
        tight = sum(row.widest() < PASSABLE_M - plan.tolerance_m for row in judged)
        return Reason(
            "rows_found", {"rows": len(judged), "too_tight": tight, "least_m": least}
        )
    unspaced = sum(row.unspaced for row in judged)
    if unspaced:
        args = {"rows": unspaced, "of": len(judged)}
        return Reason("bollards_drawn_as_line", args)
    posts = [p for j in judged for p in j.row.posts if p.shape.geom_type == "Point"]
    lacking = [p for p in posts if not p.known]
    kind = max(sorted({p.kind for p in lacking}), key=[p.kind for p in lacking].count)
    return Reason(
        "attribute_missing",
        {
            "kind": kind,
            "attribute": "diameter_m",
            "count": sum(p.kind == kind for p in lacking),
            "of": sum(p.kind == kind for p in posts),
        },
    )


def _assumed(plan: Plan, judged: Sequence[JudgedRow]) -> tuple[str, ...]:
    """Name the assumptions behind the diameters and the walkable ground."""
    ids = {(p.kind, p.element_id) for j in judged for p in j.row.posts}
    names = {
        name
        for kind, element_id in ids
        for name in plan.assumptions_behind(kind, "diameter_m", [element_id])
    }
    for kind in (*WALKED, "carriageway"):
        near = plan.near(kind, plan.judged).index
        names.update(plan.assumptions_behind(kind, "geometry", near))
    return tuple(sorted(names))


def _defaults(plan: Plan) -> tuple[str, ...]:
    """Name the default routes, where they helped to choose the rows."""
    derived = plan.route_source == "centrelines" and plan.has("route")
    return (CENTRELINES,) if derived else ()
