"""Ground to walk on as the plan draws it, and what stands in the way on it.

Shared by the indicators that ask how wide a way is. They may not rest on assumed
widths of ways (method, section 4), so ground that an assumption drew is kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import shapely
from shapely.geometry import LineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from sbd.indicators.among import CROSSING_REACH_M
from sbd.indicators.carriageways import carriageways
from sbd.indicators.crossing_chords import Chord, crossing_chords
from sbd.indicators.ground import (
    SOLID,
    WALKED,
    Ground,
    areas,
    footprints,
    lines,
    points,
    polygons_of,
    union,
    window_ground,
)
from sbd.plans.plan import Plan

#: Code of the default: things drawn as points without a size are as thin as a post.
THIN_POINTS = "size_missing_is_a_post"
#: Thickness of what is drawn as a line, or as a point without a size. [m] Source: ours.
THICKNESS_M = 0.1
#: Code of the default: a crossing drawn as a line or point is wide enough for all.
WIDE_CROSSING = "crossing_without_width_is_wide"
#: Kinds drawn as lines that cannot be walked through.
THIN_KINDS = ("wall", "fence", "hedge", "barrier")
#: Half the width of a crossing whose width is not drawn: as far as clear widths are
#: looked for beside a route. [m]
_HALF_CROSSING_M = 3.0
#: Half the width of a way whose width is not drawn, at best: the widest asked for. [m]
_HALF_WAY_M = 1.0
#: Slits between two grounds no wider than twice this are closed. [m]
_SLIT_M = 0.05
#: Round posts are drawn with no more corners than this needs. [m]
_HAIR_M = 0.0005
#: Kinds whose form one knows only from a size.
_SIZED = tuple(kind for kind in SOLID if kind not in ("building", "lamp", "bin"))


@dataclass(frozen=True, eq=False)
class ClearGround:
    """The ground of the window that one walks on.

    Parameters
    ----------
    plan : Plan
        With a site.
    """

    plan: Plan

    @property
    def ground(self) -> Ground:
        """All ground of the window, that of assumptions included."""
        return window_ground(self.plan)

    @cached_property
    def pieces(self) -> gpd.GeoDataFrame:
        """Walkable ground piece by piece, with its ``kind`` and whether ``assumed``."""
        pieces, plan = self.ground.pieces, self.plan
        shared = plan.of("carriageway")["shared"] == "yes"
        green = plan.of("green")["walkable"] == "yes"
        yes = [*shared.index[shared], *green.index[green]]
        walked = pieces[pieces["kind"].isin(WALKED) | pieces.index.isin(yes)]
        drawn_by = [
            bool(plan.assumptions_behind(kind, "geometry", [element_id]))
            for element_id, kind in walked["kind"].items()
        ]
        return walked.assign(assumed=drawn_by)

    def drawn(self, *without: str) -> BaseGeometry:
        """Return the ground the plan draws, but for some kinds and crossings. [m]"""
        own = self.pieces[~self.pieces["assumed"]]
        return union(own.geometry[~own["kind"].isin((*without, "crossing"))])

    @cached_property
    def crossings(self) -> dict[str, BaseGeometry]:
        """The ground of each crossing by its id; of lines and points a strip. [m]"""
        own = self.pieces[self.pieces["kind"] == "crossing"]
        found = {str(i): shape for i, shape in own.geometry.items()}
        return {**_strips(self.plan, found), **found}

    @cached_property
    def ways(self) -> BaseGeometry:
        """Ways of which only a line is known, as wide as is asked for at best. [m]"""
        assumed = self.pieces.geometry[self.pieces["assumed"]]
        return union([*assumed.buffer(_HALF_WAY_M), *self.loose.buffer(_HALF_WAY_M)])

    @cached_property
    def loose(self) -> gpd.GeoSeries:
        """Footways of which only a line is known. [m]"""
        return self.ground.lines_without_area("footway").geometry

    @cached_property
    def obstacles(self) -> BaseGeometry:
        """What one cannot walk through; lines, and points without a size, are thin. [m]

        Rows of bollards drawn as lines are left out: their gaps are not known.
        """
        plan, window = self.plan, self.plan.window
        thin = [
            shape.buffer(THICKNESS_M / 2, cap_style="flat")
            for kind in THIN_KINDS
            for shape in lines(plan.near(kind, window)).geometry
        ]
        spots = self.unsized.buffer(THICKNESS_M / 2)
        solid = polygons_of(self.ground.solid)
        apart = shapely.get_parts(union([solid, *thin, *spots]))
        return MultiPolygon(list(shapely.simplify(apart, _HAIR_M)))

    @cached_property
    def unsized(self) -> gpd.GeoSeries:
        """Things of the window drawn as points without a size. [m]"""
        found = []
        for kind in _SIZED:
            layer = points(self.plan.near(kind, self.plan.window))
            column = "trunk_diameter_m" if kind == "tree" else "diameter_m"
            lacking = layer[column].isna() if column in layer else slice(None)
            found += list(layer.geometry[lacking].items())
        ids, shapes = [i for i, _ in found], [s for _, s in found]
        return gpd.GeoSeries(shapes, index=ids, crs=self.plan.crs)

    @cached_property
    def unspaced(self) -> BaseGeometry:
        """Rows of bollards drawn as lines, which hides their gaps. [m]"""
        rows = lines(self.plan.near("bollard", self.plan.window))
        return union(rows.buffer(THICKNESS_M / 2, cap_style="flat"))

    def defaults(self, ground: BaseGeometry) -> tuple[str, ...]:
        """Name what stood in for sizes on some ground."""
        named = []
        if self.unsized.intersects(ground).any():
            named.append(THIN_POINTS)
        areal = areas(self.plan.of("crossing")).index
        loose = [i for i in self.crossings if i not in areal]
        if any(self.crossings[i].intersects(ground) for i in loose):
            named.append(WIDE_CROSSING)
        return tuple(named)

    def terraces(self) -> BaseGeometry:
        """Terraces of the window, where furniture stands. [m]"""
        near = footprints(self.plan, "terrace", within=self.plan.window)
        return polygons_of(union(near.geometry))


@lru_cache(maxsize=8)
def clear_ground(plan: Plan) -> ClearGround:
    """Return the ground one walks on; the same object for the same plan."""
    return ClearGround(plan)


def closed(ground: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join grounds and close the slits between them, which drawings leave. [m]"""
    wide = union(ground).buffer(_SLIT_M, join_style="mitre")
    return polygons_of(wide.buffer(-_SLIT_M, join_style="mitre"))


def route_crossings(plan: Plan) -> BaseGeometry:
    """Return the carriageway where routes cross it without a crossing. [m]"""
    lines_walked = [c.line for c in _chords(plan) if c.kind == "route"]
    return union(_strip(plan, line) for line in lines_walked)


def _strips(plan: Plan, drawn: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return the carriageway beside each crossing not drawn as an area, by its id."""
    walked: dict[str, list[LineString]] = {}
    for chord in _chords(plan):
        if chord.kind == "crossing" and chord.element_id not in drawn:
            walked.setdefault(chord.element_id, []).append(chord.line)
    return {
        element_id: _strip(
            plan, LineString([chords[0].coords[0], chords[-1].coords[-1]])
        )
        for element_id, chords in walked.items()
    }


def _strip(plan: Plan, line: LineString) -> BaseGeometry:
    """Return the carriageway on both sides of a line that crosses it. [m]"""
    wide = line.buffer(_HALF_CROSSING_M, cap_style="flat")
    return polygons_of(wide.intersection(carriageways(plan).surface))


@lru_cache(maxsize=8)
def _chords(plan: Plan) -> tuple[Chord, ...]:
    """Return where carriageways of the setting are crossed, islands included."""
    roads = carriageways(plan)
    found = crossing_chords(roads, island_min_m=0.0, reach_m=CROSSING_REACH_M)
    return tuple(found)
