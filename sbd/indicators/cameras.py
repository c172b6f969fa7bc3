"""Cameras: how much of what they see are the spots agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.indicators import among, obstacles
from sbd.indicators.ground import areas, union
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    ReasonValue,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    declared_none,
    kind_missing,
    missing_kinds,
)
from sbd.indicators.obstacles import CROWN_M, HIDING
from sbd.indicators.registry import indicator, need
from sbd.indicators.shadows import grid_north_deg
from sbd.plans.plan import SETTING_M, WINDOW_M, Plan

if TYPE_CHECKING:
    from sbd.indicators.isovist import Visibility

#: A view is divided into rays of this width. [deg] Source: method, section 8, S-17.
RAY_DEG = 0.5
#: A camera this wide or wider sees all round, whatever its azimuth. [deg]
_ALL_ROUND_DEG = 360.0
#: A risk spot drawn as a point is this wide. [m]
SPOT_M = 2.0
#: Code of the default: risk spots drawn as points are 2 m wide.
SPOT_POINTS = "risk_spot_points_two_metres"
#: A camera drawn this far inside what hides hangs on its outside. [m]
_MOUNTED_M = 1.0
#: It then looks out this far before it. [m] As an opening does, S-05.
_OUT_M = 0.05
#: A ray that ends this near to a building ends on it; one this short sees nothing. [m]
_ON_M = 0.06
#: A ray that runs less than this through an area only touches it. [m]
_INSIDE_M = 0.01
#: Masked directions, clockwise from north.
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|\.\.)\s*(\d+(?:\.\d+)?)")
_SEPARATOR = re.compile(r"\s*[,;]\s*")
#: What a camera may black out by kind.
_BLACKED_OUT = ("dwelling", "sensitive_zone")
#: Attributes without which a view is not known.
_ASKED = ("azimuth_deg", "fov_deg", "range_m", "height_m")

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@indicator(
    "%",
    need("camera", attributes=_ASKED, within_m=SETTING_M, none="not_applicable"),
    need("risk_spot"),
    need("sensitive_zone"),
    need("building", attributes=("use",), within_m=WINDOW_M),
    *among.hiding(WINDOW_M),
)
def camera_on_risk_share(
    plan: Plan, *, crown_base_min_m: float = CROWN_M
) -> Measurement:
    """Measure how much of the cameras' view falls on agreed spots rather than on homes.

    Per camera: the share of the directions it sees that cross a risk spot before
    something hides it, minus the share that ends on a dwelling's facade or crosses a
    sensitive zone; then the mean.

    Parameters
    ----------
    plan : Plan
        With a site; cameras in it and 30 m around it.
    crown_base_min_m : float
        Crowns that begin lower hide. [m]

    Returns
    -------
    Measurement
        From -100 to 100. [%]
        Not applicable without cameras. Unknown where a camera lacks its azimuth,
        angle, range or height, where kinds are neither present nor declared, or where
        a missing use of a building, size of what hides, or a mask that cannot be read
        could change the share.

    References
    ----------
    Method, section 8, S-17; domain, C6.
    """
    lacking = missing_kinds(plan, "camera")
    if lacking:
        return unknown("%", kind_missing(*lacking))
    if not plan.has("camera"):
        return not_applicable("%", declared_none("camera"))
    cameras = plan.near("camera", plan.setting).sort_index()
    if cameras.empty:
        return not_applicable("%", Reason("no_camera_near"))
    reason = _lacking(plan, cameras)
    if reason is not None:
        return unknown("%", reason)
    scene = _Scene.of(plan)
    views = [
        [
            _View(plan, scene, camera, crown_base_min_m, best)
            for camera in _rows(cameras)
        ]
        for best in (False, True)
    ]
    found = _found(plan, scene, views[0])
    worst = min(_mean([v.share(best=False) for v in some]) for some in views)
    best = max(_mean([v.share(best=True) for v in some]) for some in views)
    return between(found, _open(plan, views[0]), worst=worst, best=best)


def _lacking(plan: Plan, cameras: gpd.GeoDataFrame) -> Reason | None:
    """Say what a plan lacks before any view can be drawn."""
    for name in _ASKED:
        asked = cameras
        if name == "azimuth_deg":
            asked = cameras[~(cameras["fov_deg"] >= _ALL_ROUND_DEG)]
        if asked[name].isna().any():
            return attribute_missing("camera", name, asked)
    absent = missing_kinds(plan, "risk_spot", "sensitive_zone")
    return kind_missing(*absent) if absent else obstacles.unsaid_kinds(plan)


@dataclass(frozen=True)
class _Camera:
    """One camera as drawn."""

    element_id: str
    x: float
    y: float
    azimuth_deg: float
    fov_deg: float
    range_m: float
    height_m: float
    mask: str


def _rows(cameras: gpd.GeoDataFrame) -> Iterator[_Camera]:
    for row in cameras.itertuples():
        x, y = shapely.get_coordinates(row.geometry)[0]
        azimuth = 0.0 if np.isnan(row.azimuth_deg) else row.azimuth_deg
        wide = min(row.fov_deg, _ALL_ROUND_DEG)
        size = azimuth, wide, row.range_m, row.height_m
        yield _Camera(str(row.Index), x, y, *size, row.mask or "none")


@dataclass(frozen=True, eq=False)
class _Scene:
    """What cameras should look at, and what they should not."""

    spots: BaseGeometry
    zones: BaseGeometry
    homes: gpd.GeoDataFrame
    maybe_homes: gpd.GeoDataFrame
    north_deg: float
    defaults: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> _Scene:
        """Look them up in the window."""
        spots = plan.near("risk_spot", plan.window).geometry
        points = spots.geom_type.isin(("Point", "MultiPoint"))
        wide = spots.where(~points, spots.buffer(SPOT_M / 2))
        houses = areas(plan.near("building", plan.window))
        shapely.prepare(houses.geometry.to_numpy())
        return cls(
            union(wide),
            union(plan.near("sensitive_zone", plan.window).geometry),
            houses[houses["use"] == "dwelling"],
            houses[houses["use"].isna()],
            grid_north_deg(plan),
            (SPOT_POINTS,) if points.any() else (),
        )


@dataclass(frozen=True, eq=False)
class _View:
    """What one camera sees, direction by direction."""

    plan: Plan
    scene: _Scene
    camera: _Camera
    crown_m: float
    best: bool

    @cached_property
    def bearings(self) -> Floats:
        """Middles of the directions it sees, clockwise from north. (k,) [deg]"""
        camera = self.camera
        count = max(1, round(camera.fov_deg / RAY_DEG))
        step = camera.fov_deg / count
        first = camera.azimuth_deg - camera.fov_deg / 2 + step / 2
        bearings = first + step * np.arange(count)
        shown = np.ones(count, dtype=bool)
        for low, high in self.masked:
            shown &= np.mod(bearings - low, 360.0) >= np.mod(high - low, 360.0)
        return np.asarray(bearings[shown])

    @cached_property
    def masked(self) -> list[tuple[float, float]]:
        """Directions that are blacked out, from and to. [deg]"""
        found = (_RANGE.fullmatch(part) for part in self._masks)
        return [(float(m[1]), float(m[2])) for m in found if m is not None]

    @property
    def _masks(self) -> list[str]:
        return _SEPARATOR.split(self.camera.mask.strip().lower())

    def blacks_out(self, what: str) -> bool:
        """Whether the mask names a kind of thing it hides."""
        return what in self._masks

    @property
    def unread(self) -> bool:
        """Whether the mask says something that cannot be read."""
        known = (*_BLACKED_OUT, "none", "")
        return any(m not in known and not _RANGE.fullmatch(m) for m in self._masks)

    @cached_property
    def eye(self) -> tuple[float, float]:
        """Where it looks from: as drawn, or just outside what it hangs on. [m]"""
        point, free = shapely.Point(self.camera.x, self.camera.y), self._eyes.free_space
        if free.contains(point) or not free.dwithin(point, _MOUNTED_M):
            return self.camera.x, self.camera.y
        border = shapely.shortest_line(point, free)
        out = shapely.get_coordinates(border)
        way = out[1] - out[0]
        length = float(np.hypot(*way))
        if length == 0:
            return self.camera.x, self.camera.y
        x, y = out[1] + way / length * _OUT_M
        return float(x), float(y)

    @property
    def _eyes(self) -> Visibility:
        height = self.camera.height_m
        return obstacles.view(
            self.plan,
            height,
            best=self.best,
            shrub_height_max_m=height,
            crown_base_min_m=self.crown_m,
        )

    @cached_property
    def seen(self) -> BaseGeometry:
        """What it sees, but for masks. [m]"""
        camera = self.camera
        ahead = np.radians(90.0 - camera.azimuth_deg - self.scene.north_deg)
        half = np.radians(camera.fov_deg / 2)
        cone = None if camera.fov_deg >= _ALL_ROUND_DEG else ([ahead], [half])
        found = self._eyes.isovists([self.eye], camera.range_m, cone=cone)
        shape: BaseGeometry = found[0]
        return shape

    @cached_property
    def rays(self) -> tuple[NDArray[np.object_], Flags]:
        """Rays as far as they go, and whether something stops them within range."""
        turn = np.radians(90.0 - self.bearings - self.scene.north_deg)
        way = np.column_stack([np.cos(turn), np.sin(turn)])
        start = np.tile(self.eye, (len(way), 1))
        isovist = self._eyes.isovists([self.eye], None)[0]
        whole = shapely.linestrings(
            np.stack([start, start + self.camera.range_m * way], axis=1)
        )
        length = shapely.length(shapely.intersection(whole, isovist))
        stopped = length < self.camera.range_m - _ON_M
        kept = length > _ON_M
        ends = start + length[:, None] * way
        rays = shapely.linestrings(np.stack([start, ends], axis=1)[kept])
        return np.asarray(rays, dtype=object), stopped[kept]

    @cached_property
    def on_spots(self) -> Flags:
        """Which rays cross a risk spot."""
        return self._crossing(self.scene.spots)

    @cached_property
    def on_zones(self) -> Flags:
        """Which rays cross a sensitive zone."""
        return self._crossing(self.scene.zones)

    def _crossing(self, area: BaseGeometry) -> Flags:
        """Tell which rays run through an area, not only along or up to it."""
        inside = shapely.intersection(self.rays[0], area)
        return np.asarray(shapely.length(inside) > _INSIDE_M)

    def on_homes(self, homes: gpd.GeoDataFrame) -> Flags:
        """Tell which rays end on a facade of these buildings."""
        rays, stopped = self.rays
        found = np.zeros(len(rays), dtype=bool)
        ends = shapely.get_point(rays, 1)
        tree = shapely.STRtree(homes.geometry.to_numpy())
        found[tree.query(ends, predicate="dwithin", distance=_ON_M)[0]] = True
        return found & stopped

    def share(self, *, best: bool) -> float:
        """Share on risk spots minus that on homes and sensitive zones. [%]

        At its best, buildings without a use are no homes and a mask that cannot be
        read hides all that is private.
        """
        if not len(self.rays[0]):
            return 0.0
        private = np.zeros(len(self.rays[0]), dtype=bool)
        if not (best and self.unread):
            if not self.blacks_out("sensitive_zone"):
                private |= self.on_zones
            if not self.blacks_out("dwelling"):
                private |= self.on_homes(self.scene.homes)
                if not best:
                    private |= self.on_homes(self.scene.maybe_homes)
        return 100 * float(self.on_spots.mean() - private.mean())


def _mean(shares: list[float]) -> float:
    return float(np.mean(shares))


def _found(plan: Plan, scene: _Scene, views: list[_View]) -> Measurement:
    """Tell the mean share with all that is missing at its worst."""
    names = plan.assumptions_behind("building", "use", scene.homes.index)
    return measured(
        _mean([view.share(best=False) for view in views]),
        "%",
        _told(views),
        where=tuple(_places(scene, views)),
        bound=bound_by(
            plan,
            helping=("camera", "risk_spot", *HIDING),
            hurting=("camera", "sensitive_zone", *HIDING),
        ),
        completeness=plan.completeness(
            "camera", "risk_spot", "sensitive_zone", *HIDING
        ),
        assumed=tuple(sorted({*names, *obstacles.assumed(plan)})),
        defaults=(*scene.defaults, *obstacles.thin_points(plan)),
    )


def _told(views: list[_View]) -> Reason:
    spots = [view.on_spots.mean() if len(view.on_spots) else 0.0 for view in views]
    args: dict[str, ReasonValue] = {"cameras": len(views)}
    return Reason("cameras_found", {**args, "spots": 100 * _mean(spots)})


def _open(plan: Plan, views: list[_View]) -> Reason:
    """Say what leaves the share open: a use, a mask, or what may hide."""
    scene, first = views[0].scene, views[0]
    if any(view.on_homes(scene.maybe_homes).any() for view in views):
        args: dict[str, ReasonValue] = {"kind": "building", "attribute": "use"}
        of = len(scene.homes) + len(scene.maybe_homes)
        return Reason(
            "attribute_missing", {**args, "count": len(scene.maybe_homes), "of": of}
        )
    if any(view.unread for view in views):
        unread = sum(view.unread for view in views)
        return Reason("camera_masks_not_read", {"count": unread, "of": len(views)})
    hides = obstacles.lacking(
        plan,
        first.camera.height_m,
        shrub_height_max_m=first.camera.height_m,
        crown_base_min_m=first.crown_m,
    )
    return hides or Reason("camera_masks_not_read", {"count": 0, "of": len(views)})


def _places(scene: _Scene, views: list[_View]) -> Iterator[Place]:
    """Show homes and zones in view, agreed spots in view, and what each camera sees."""
    for view in views:
        name = view.camera.element_id
        if not view.blacks_out("sensitive_zone"):
            yield Place(
                view.seen.intersection(scene.zones),
                "finding",
                None,
                "zone_in_view",
                name,
            )
        if not view.blacks_out("dwelling"):
            near = view.seen.buffer(_ON_M)
            facades = union(scene.homes.boundary).intersection(near)
            yield Place(facades, "finding", None, "home_in_view", name)
        spots = view.seen.intersection(scene.spots)
        yield Place(spots, "good", None, "spot_in_view", name)
        share = view.share(best=False)
        yield Place(view.seen, "context", share, "camera_view", name)
