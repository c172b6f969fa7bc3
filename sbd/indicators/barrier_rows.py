"""Rows of bollards, barriers and planters, and the gaps in them.

Elements no farther apart than the spacing form a row; faces are measured, so gaps
between round things are distance minus radii. Source: method, sections 1 and 8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from sbd.indicators.ground import union
from sbd.plans.plan import Plan

#: Kinds that form rows. Source: method, section 8, A-03 (bollard or barrier line).
ROW_KINDS = ("bollard", "barrier", "planter")
#: Kinds that a row can end at. Source: method, section 8, A-03 (end gaps).
BOUND_KINDS = ("building", "wall", "fence", "hedge", "kiosk")
#: An end gap lies within this angle of the row's own direction. [deg]
_CONE_DEG = 60.0
#: Two distances closer than this are equal. [m]
_EQUAL_M = 1e-6


@dataclass(frozen=True, eq=False)
class Post:
    """One element of a row.

    Parameters
    ----------
    element_id, kind : str
        Which element.
    shape : Point, LineString or Polygon
        As drawn. [m]
    radius : float
        Half its diameter; 0 for areas, and where it is not known. [m]
    known : bool
        Whether the face is known: False for a point without a diameter.
    assumed : bool
        Whether the diameter was assumed.
    """

    element_id: str
    kind: str
    shape: BaseGeometry
    radius: float
    known: bool = True
    assumed: bool = False

    def face_to(self, other: Post) -> float:
        """Return the distance between the faces of two elements. [m]"""
        between = self.shape.distance(other.shape) - self.radius - other.radius
        return float(max(0.0, between))

    @property
    def centre(self) -> Point:
        """Its middle. [m]"""
        return self.shape.centroid


@dataclass(frozen=True, eq=False)
class Gap:
    """A gap between two faces of a row, or between its end and a wall.

    Parameters
    ----------
    line : LineString
        From face to face; no length where they touch. [m]
    posts : tuple of Post
        The one or two elements beside it.
    """

    line: LineString
    posts: tuple[Post, ...]

    @property
    def known(self) -> bool:
        """Whether both faces are known."""
        return all(post.known for post in self.posts)

    @property
    def leeway(self) -> float:
        """How much wider or narrower it is if assumed diameters are none or double. [m]

        Source: method, section 4 (an assumption decides only where no admissible
        value of it could change the outcome).
        """
        return sum(post.radius for post in self.posts if post.assumed)


@dataclass(frozen=True, eq=False)
class Row:
    """A chain of elements.

    Parameters
    ----------
    posts : tuple of Post
        Its elements.
    gaps : tuple of Gap
        Between neighbours, and at its ends to buildings and walls.
    outlets : tuple of LineString
        Where an end meets no wall: the first stretch beyond it, as long as the
        spacing. [m]
    """

    posts: tuple[Post, ...]
    gaps: tuple[Gap, ...]
    outlets: tuple[LineString, ...] = field(default=())

    @property
    def chain(self) -> BaseGeometry:
        """Everything a walker would have to pass: elements, and gaps between. [m]"""
        solid = [p.shape for p in self.posts if p.shape.geom_type != "Point"]
        return union([*solid, *(_through(gap) for gap in self.gaps)])

    @property
    def depth(self) -> float:
        """How thick the row is at most. [m]"""
        return max(_thickness(post) for post in self.posts)


@lru_cache(maxsize=8)
def barrier_rows(plan: Plan, *, spacing_m: float) -> tuple[Row, ...]:
    """Return the rows of the setting.

    A row has two elements or more, or a line; a single element is a row where
    buildings or walls stand within the spacing on two opposite sides of it, as in
    the mouth of an alley. Elsewhere it is an obstacle.

    Parameters
    ----------
    plan : Plan
        With a site.
    spacing_m : float
        Elements no farther apart than this are one row. [m]

    Returns
    -------
    tuple of Row
        In the order of their first element's id; the same for the same plan.
    """
    posts = list(_posts(plan))
    reach = spacing_m + plan.tolerance_m
    pairs = _neighbours(posts, reach)
    bounds = _Bounds.of(plan, reach)
    rows = []
    for members in _groups(len(posts), pairs):
        links = _links([p for p in pairs if p[1] in members])
        row = _row(posts, sorted(members), links, bounds)
        if row is not None:
            rows.append(row)
    return tuple(rows)


def _posts(plan: Plan) -> Iterable[Post]:
    """Yield every element near the site, its parts one by one."""
    for kind in ROW_KINDS:
        layer = plan.near(kind, plan.setting).sort_index()
        for element_id, row in zip(layer.index, layer.itertuples(), strict=True):
            known = not np.isnan(row.diameter_m)
            assumed = bool(plan.assumptions_behind(kind, "diameter_m", [element_id]))
            for part in shapely.get_parts(row.geometry):
                area = part.geom_type == "Polygon"
                yield Post(
                    str(element_id),
                    kind,
                    part,
                    radius=row.diameter_m / 2 if known and not area else 0.0,
                    known=known or part.geom_type != "Point",
                    assumed=assumed and not area,
                )


def _neighbours(posts: Sequence[Post], reach: float) -> list[tuple[float, int, int]]:
    """Return (distance, i, j) of elements within reach with none between them.

    None is between two where no third is nearer to both of them.
    """
    if len(posts) < 2:
        return []
    tree = shapely.STRtree([post.shape for post in posts])
    widest = 2 * max(post.radius for post in posts)
    near: dict[int, dict[int, float]] = {i: {} for i in range(len(posts))}
    for i, post in enumerate(posts):
        for j in map(int, tree.query(post.shape, "dwithin", reach + widest)):
            away = post.face_to(posts[j])
            if i != j and away <= reach:
                near[i][j] = away
    return sorted(
        (away, i, j)
        for i, others in near.items()
        for j, away in others.items()
        if i < j and not _between(near[i], near[j], away)
    )


def _between(one: dict[int, float], other: dict[int, float], away: float) -> bool:
    return any(
        max(one[k], other[k]) < away - _EQUAL_M for k in one.keys() & other.keys()
    )


def _groups(
    count: int, pairs: Sequence[tuple[float, int, int]]
) -> Iterable[frozenset[int]]:
    """Yield the chained elements, each group once."""
    group = {i: {i} for i in range(count)}
    for _, i, j in pairs:
        if group[i] is not group[j]:
            joined = group[i] | group[j]
            group.update(dict.fromkeys(joined, joined))
    seen: set[int] = set()
    for i in range(count):
        if i not in seen:
            seen |= group[i]
            yield frozenset(group[i])


def _links(pairs: Sequence[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Sort a group along the row: the shortest first, two neighbours each.

    Then join what a fork of the row leaves apart.
    """
    neighbours: Counter[int] = Counter()
    links = []
    for _, i, j in pairs:
        if neighbours[i] < 2 and neighbours[j] < 2:
            links.append((i, j))
            neighbours.update((i, j))
    members = {n for _, *both in pairs for n in both}
    part = {n: n for n in members}
    for _, i, j in [*((0.0, *link) for link in links), *pairs]:
        if part[i] != part[j]:
            if (i, j) not in links:
                links.append((i, j))
            old, new = part[j], part[i]
            part = {n: new if p == old else p for n, p in part.items()}
    return links


@dataclass(frozen=True, eq=False)
class _Bounds:
    """What a row can end at, and how far an end looks for it. [m]"""

    shapes: gpd.GeoSeries
    reach: float

    @classmethod
    def of(cls, plan: Plan, reach: float) -> _Bounds:
        """Collect buildings, walls and the like around the setting."""
        wide = plan.setting.buffer(2 * reach)
        found = [g for k in BOUND_KINDS for g in plan.near(k, wide).geometry]
        return cls(gpd.GeoSeries(found, crs=plan.crs), reach)

    def near(self, post: Post) -> BaseGeometry:
        """Return what stands within reach of an element."""
        shapes = self.shapes
        return union(shapes[shapes.dwithin(post.shape, self.reach + post.radius)])

    def gap(self, post: Post, start: Point, way: np.ndarray) -> Gap | None:
        """Return the gap from an end of a row to what stands before it, if any."""
        ahead = self.near(post).intersection(_cone(start, way, post, self.reach))
        if ahead.is_empty:
            return None
        gap = Gap(_trimmed(post, ahead, 0.0), (post,))
        return gap if gap.line.length <= self.reach else None

    def outlet(self, post: Post, start: Point, way: np.ndarray) -> LineString:
        """Return the stretch beyond an end that meets nothing. [m]"""
        step = way / np.hypot(*way)
        centre = np.array(start.coords[0])[:2]
        ray = LineString([centre, centre + (_extent(post) + self.reach) * step])
        inside = max(post.radius, ray.intersection(post.shape).length)
        return LineString(
            [centre + inside * step, centre + (inside + self.reach) * step]
        )


def _row(
    posts: Sequence[Post],
    members: Sequence[int],
    links: Sequence[tuple[int, int]],
    bounds: _Bounds,
) -> Row | None:
    """Put a row together; None for a single obstacle."""
    gaps = [
        Gap(
            _trimmed(posts[i], posts[j].shape, posts[j].radius),
            (posts[i], posts[j]),
        )
        for i, j in links
    ]
    ends, outlets = [], []
    for n in members:
        beside = [posts[j if i == n else i] for i, j in links if n in (i, j)]
        for start, way in _free_ends(posts[n], beside, bounds):
            gap = bounds.gap(posts[n], start, way)
            if gap is None:
                outlets.append(bounds.outlet(posts[n], start, way))
            else:
                ends.append(gap)
    first = posts[members[0]]
    if len(members) == 1 and first.shape.geom_type != "LineString" and len(ends) < 2:
        return None
    own = tuple(posts[n] for n in members)
    return Row(own, (*gaps, *ends), tuple(outlets))


def _free_ends(
    post: Post, beside: Sequence[Post], bounds: _Bounds
) -> list[tuple[Point, np.ndarray]]:
    """Return where an element ends its row and in which direction that looks."""
    if isinstance(post.shape, LineString):
        return _line_ends(post.shape, beside)
    if len(beside) > 1:
        return []
    centre = post.centre
    if beside:
        way = _way(beside[0].shape, centre)
        return [(centre, way)] if np.any(way) else []
    near = bounds.near(post)
    if near.is_empty:
        return []
    way = _way(near, centre)
    return [(centre, way), (centre, -way)] if np.any(way) else []


def _line_ends(
    line: LineString, beside: Sequence[Post]
) -> list[tuple[Point, np.ndarray]]:
    """Return the ends of a line at which no neighbour stands."""
    ends = [Point(line.coords[0]), Point(line.coords[-1])]
    if line.is_closed:
        return []
    taken = {int(p.shape.distance(ends[1]) < p.shape.distance(ends[0])) for p in beside}
    inner = [line.coords[1], line.coords[-2]]
    return [(ends[n], _way(Point(inner[n]), ends[n])) for n in (0, 1) if n not in taken]


def _way(behind: BaseGeometry, point: Point) -> np.ndarray:
    """Return the direction away from a shape at a point."""
    foot = shapely.shortest_line(behind, point).coords[0]
    way: np.ndarray = np.subtract(point.coords[0][:2], foot[:2])
    return way


def _cone(start: Point, way: np.ndarray, post: Post, reach: float) -> Polygon:
    """Return the ground that an end of a row looks at. [m]"""
    far = (reach + _extent(post)) / np.cos(np.radians(5))
    middle = np.degrees(np.arctan2(way[1], way[0]))
    turns = np.radians(np.arange(-_CONE_DEG, _CONE_DEG + 1, 10) + middle)
    x, y = start.x + far * np.cos(turns), start.y + far * np.sin(turns)
    return Polygon([(start.x, start.y), *zip(x, y, strict=True)])


def _trimmed(post: Post, other: BaseGeometry, other_radius: float) -> LineString:
    """Return the shortest line between two faces. [m]"""
    line = shapely.shortest_line(post.shape, other)
    start = min(post.radius, line.length)
    stop = max(line.length - other_radius, start)
    cut = [line.interpolate(at) for at in (start, stop)]
    return LineString(cut)


def _through(gap: Gap) -> LineString:
    """Lengthen a gap into the middle of the elements beside it. [m]"""
    ends = [Point(gap.line.coords[0]), Point(gap.line.coords[-1])]
    centres = [_inner(post, end) for post, end in zip(gap.posts, ends, strict=False)]
    return LineString([centres[0], *ends, *centres[1:]])


def _inner(post: Post, end: Point) -> Point:
    """Return the middle of a round element, or the near face of another."""
    return post.shape if isinstance(post.shape, Point) else end


def _extent(post: Post) -> float:
    """Return how far an element reaches from its middle, or from a line's end. [m]"""
    if post.shape.geom_type != "Polygon":
        return post.radius
    corners = shapely.points(shapely.get_coordinates(post.shape))
    return float(shapely.distance(post.centre, corners).max())


def _thickness(post: Post) -> float:
    """Return how thick an element is: diameter, or the short side of an area. [m]"""
    if post.shape.geom_type != "Polygon":
        return 2 * post.radius
    corners = shapely.get_coordinates(shapely.oriented_envelope(post.shape))
    sides = np.hypot(*np.diff(corners[:3], axis=0).T)
    return float(sides.min())
