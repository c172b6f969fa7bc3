"""What a camera sees: ray by ray, and as an area."""

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

from sbd.indicators import obstacles
from sbd.indicators.ground import areas, union
from sbd.indicators.shadows import grid_north_deg
from sbd.plans.plan import Plan

if TYPE_CHECKING:
    from sbd.indicators.isovist import Visibility

#: A view is divided into rays of this width. [deg] Source: method, section 8, S-17.
RAY_DEG = 0.5
#: A camera this wide or wider sees all round, whatever its azimuth. [deg]
ALL_ROUND_DEG = 360.0
#: A risk spot drawn as a point is this wide. [m]
SPOT_M = 2.0
#: Code of the default: risk spots drawn as points are 2 m wide.
SPOT_POINTS = "risk_spot_points_two_metres"
#: A camera drawn this far inside what hides hangs on its outside. [m]
_MOUNTED_M = 1.0
#: It then looks out this far before it. [m] As an opening does, S-05.
_OUT_M = 0.05
#: A ray that ends this near to a building ends on it; one this short sees nothing. [m]
ON_M = 0.06
#: A ray that runs less than this through an area only touches it. [m]
_INSIDE_M = 0.01
#: Masked directions, clockwise from north.
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|\.\.)\s*(\d+(?:\.\d+)?)")
_SEPARATOR = re.compile(r"\s*[,;]\s*")
#: What a camera may black out by kind.
_BLACKED_OUT = ("dwelling", "sensitive_zone")
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Camera:
    """One camera as drawn."""

    element_id: str
    x: float
    y: float
    azimuth_deg: float
    fov_deg: float
    range_m: float
    height_m: float
    mask: str


def drawn_cameras(cameras: gpd.GeoDataFrame) -> Iterator[Camera]:
    """Yield the cameras of a frame, all of whose sizes are given."""
    for row in cameras.itertuples():
        x, y = shapely.get_coordinates(row.geometry)[0]
        azimuth = 0.0 if np.isnan(row.azimuth_deg) else row.azimuth_deg
        wide = min(row.fov_deg, ALL_ROUND_DEG)
        size = azimuth, wide, row.range_m, row.height_m
        yield Camera(str(row.Index), x, y, *size, row.mask or "none")


@dataclass(frozen=True, eq=False)
class Scene:
    """What cameras should look at, and what they should not."""

    spots: BaseGeometry
    zones: BaseGeometry
    homes: gpd.GeoDataFrame
    maybe_homes: gpd.GeoDataFrame
    north_deg: float
    defaults: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> Scene:
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
class CameraView:
    """What one camera sees, direction by direction."""

    plan: Plan
    scene: Scene
    camera: Camera
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
        cone = None if camera.fov_deg >= ALL_ROUND_DEG else ([ahead], [half])
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
        stopped = length < self.camera.range_m - ON_M
        kept = length > ON_M
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
        found[tree.query(ends, predicate="dwithin", distance=ON_M)[0]] = True
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
