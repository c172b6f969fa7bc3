"""Put a drawing that has no place on the ground: rigidly, true to scale.

A placement says where one point of the drawing lies and which way its upward axis
points. Lengths are those of the drawing's unit and are never fitted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Geod, Transformer
from shapely.geometry.base import BaseGeometry

from sbd.errors import PlanError
from sbd.plans.values import METRES

Pair = tuple[float, float]
_Array = npt.NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")
#: Two points nearer than this to each other give no direction. [m]
MIN_APART_M = 0.1
#: A unit explains a ratio of lengths that it meets within this share. [1]
#: Source: our choice; the units nearest to each other, dm and ft, differ threefold.
_UNIT_MATCH = 0.05
#: Rounds of centring; each takes the error down by the square of size over the
#: earth's radius, so that two suffice for any drawing. [1]
_ROUNDS = 3


@dataclass(frozen=True)
class Placement:
    """Where a drawing lies, found from two points that are known on the ground.

    Parameters
    ----------
    at : tuple of float
        Longitude and latitude of `origin`. [deg]
    origin : tuple of float
        A point of the drawing, in the drawing's unit.
    bearing : float
        Direction of the drawing's upward axis at `at`, clockwise from true north, at
        least 0 and below 360. [deg]
    residual_m : float
        How far each of the two points then is from where it should be. [m]
    drawn_m, ground_m : float
        Distance between the points: in the drawing, and on the ground. [m]
    """

    at: Pair
    origin: Pair
    bearing: float
    residual_m: float
    drawn_m: float
    ground_m: float


Affine = tuple[float, float, float, float, float, float]
#: Side of the triangle by which an affine map is taken. [m] Source: our choice, the
#: size of a site.
_PROBE_M = 100.0


@dataclass(frozen=True)
class Frame:
    """How the coordinates of a plan come from those of its drawing.

    Parameters
    ----------
    crs : CRS
        Of the plan.
    drawn : CRS
        Of the drawing once it is in metres and turned.
    origin_m : tuple of float
        The point that stays in place when the drawing is turned. [m]
    bearing : float
        Direction of the drawing's upward axis, clockwise from north. [deg]
    factor : float
        Metres in one unit of the drawing. [m]
    fixed : bool
        Whether a file states its place, so that the ground and not the drawing says
        where things are.
    """

    crs: CRS
    drawn: CRS
    origin_m: Pair = (0.0, 0.0)
    bearing: float = 0.0
    factor: float = 1.0
    fixed: bool = False


def local_crs(at: Pair, origin_m: Pair) -> CRS:
    """Return the CRS in which a point of a drawing, in metres, lies at a place.

    Parameters
    ----------
    at : tuple of float
        Longitude and latitude. [deg]
    origin_m : tuple of float
        Coordinates of that place. [m]

    Returns
    -------
    CRS
        A transverse Mercator with its centre at `at`, where it is true to scale and
        its north is true north.
    """
    lon, lat = at
    x, y = origin_m
    return CRS.from_proj4(
        f"+proj=tmerc +lat_0={float(lat)!r} +lon_0={float(lon)!r} +k=1 "
        f"+x_0={float(x)!r} +y_0={float(y)!r} +datum=WGS84 +units=m +no_defs"
    )


def turned(points: _Array, bearing: float, origin: Pair) -> _Array:
    """Turn points clockwise round an origin.

    Parameters
    ----------
    points : array of shape (n, 2)
        Coordinates.
    bearing : float
        Angle; nothing is touched where it is 0. [deg]
    origin : tuple of float
        Centre of the turn.

    Returns
    -------
    array of shape (n, 2)
        New coordinates.
    """
    if bearing == 0:
        return points
    angle = math.radians(bearing)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = points[:, 0] - origin[0], points[:, 1] - origin[1]
    return np.column_stack(
        [origin[0] + cos * x + sin * y, origin[1] - sin * x + cos * y]
    )


def on_the_ground(point: Pair, placement: Placement, unit: str) -> Pair:
    """Return where a point of a placed drawing lies.

    Parameters
    ----------
    point : tuple of float
        In the drawing's unit.
    placement : Placement
        Where the drawing lies.
    unit : str
        The drawing's unit.

    Returns
    -------
    tuple of float
        Longitude and latitude. [deg]
    """
    factor = METRES[unit]
    from_origin = np.subtract(point, placement.origin)[None, :] * factor
    x, y = turned(from_origin, placement.bearing, (0.0, 0.0))[0]
    return _to_degrees(placement.at, (float(x), float(y)))


def place_by_pairs(
    drawn: tuple[Pair, Pair], ground: tuple[Pair, Pair], unit: str
) -> Placement:
    """Fit a drawing to two points that are known on the ground.

    The fit has least squares among all that leave the drawing true to scale: the
    middles coincide and the directions agree, so that what the two distances differ
    by is shared evenly. Source: Umeyama (1991), for two points and scale 1.

    Parameters
    ----------
    drawn : pair of tuples of float
        Two points of the drawing, in its unit.
    ground : pair of tuples of float
        Longitude and latitude of the same points. [deg]
    unit : str
        The drawing's unit.

    Returns
    -------
    Placement
        Its origin is the middle between the two points.

    Raises
    ------
    PlanError
        If two points are the same, or one is not on the ground.
    """
    for lon, lat in ground:
        if not (abs(lon) <= 180 and abs(lat) < 85):
            raise PlanError(
                "{lon}, {lat} is no place: give longitude and latitude in degrees.",
                lon=f"{lon:.6g}",
                lat=f"{lat:.6g}",
            )
    (x1, y1), (x2, y2) = drawn
    drawn_m = math.hypot(x2 - x1, y2 - y1) * METRES[unit]
    at, first, second = _centred(ground)
    ground_m = math.dist(first, second)
    if drawn_m == 0 or ground_m < MIN_APART_M:
        raise PlanError(
            "The two points are the same: take two that are far from each other."
        )
    wanted = math.atan2(second[0] - first[0], second[1] - first[1])
    is_now = math.atan2(x2 - x1, y2 - y1)
    return Placement(
        at=at,
        origin=((x1 + x2) / 2, (y1 + y2) / 2),
        bearing=math.degrees(wanted - is_now) % 360.0 % 360.0,
        residual_m=abs(ground_m - drawn_m) / 2,
        drawn_m=drawn_m,
        ground_m=ground_m,
    )


def likely_unit(placement: Placement, unit: str) -> str | None:
    """Return the unit that would make both distances agree, if it is another one.

    Parameters
    ----------
    placement : Placement
        As fitted with `unit`.
    unit : str
        The unit it was fitted with.

    Returns
    -------
    str or None
        ``m``, ``dm``, ``cm``, ``mm``, ``in`` or ``ft``; None where `unit` itself
        fits, or none does.
    """
    wanted = placement.ground_m / placement.drawn_m * METRES[unit]
    fits = [u for u, m in METRES.items() if abs(wanted / m - 1) < _UNIT_MATCH]
    return None if unit in fits or not fits else fits[0]


def moved(geometry: BaseGeometry, old: Frame, new: Frame) -> BaseGeometry:
    """Let what was drawn on a plan follow its drawing to another place.

    Parameters
    ----------
    geometry : geometry
        In the plan's coordinates under `old`. [m]
    old, new : Frame
        Before and after.

    Returns
    -------
    geometry
        In the plan's coordinates under `new`, on the same things of the drawing;
        on the same ground where a file states its place. [m]
    """
    if old == new:
        return geometry
    if old.fixed or new.fixed:
        return shapely.transform(
            geometry, lambda points: _reprojected(points, old.crs, new.crs)
        )

    def follow(points: _Array) -> _Array:
        flat = _reprojected(points, old.crs, old.drawn)
        flat = turned(flat, -old.bearing, old.origin_m)
        if old.factor != new.factor:
            flat = flat / old.factor * new.factor
        flat = turned(flat, new.bearing, new.origin_m)
        return _reprojected(flat, new.drawn, new.crs)

    return shapely.transform(geometry, follow)


def carrying(old: Frame, new: Frame, about: Pair) -> Affine:
    """Return `moved` as one affine map, for what lies near a point.

    Parameters
    ----------
    old, new : Frame
        Before and after.
    about : tuple of float
        In the plan's coordinates under `old`. [m]

    Returns
    -------
    tuple of float
        (a, b, c, d, e, f): x' = a x + b y + e, y' = c x + d y + f. [m] Exact where the
        drawing is only turned, moved and scaled; where the CRS changes, to within
        millimetres over a site.
    """
    x, y = about
    corners = np.array([(x, y), (x + _PROBE_M, y), (x, y + _PROBE_M)])
    here, east, north = shapely.get_coordinates(
        moved(shapely.MultiPoint(corners), old, new)
    )
    a, c = (east - here) / _PROBE_M
    b, d = (north - here) / _PROBE_M
    e, f = here[0] - a * x - b * y, here[1] - c * x - d * y
    return float(a), float(b), float(c), float(d), float(e), float(f)


def _reprojected(points: _Array, source: CRS, target: CRS) -> _Array:
    if source.equals(target, ignore_axis_order=True):
        return points
    to_target = Transformer.from_crs(source, target, always_xy=True)
    return np.column_stack(to_target.transform(points[:, 0], points[:, 1]))


def _centred(ground: tuple[Pair, Pair]) -> tuple[Pair, Pair, Pair]:
    """Return the middle of two places, and both in metres east and north of it."""
    (lon1, lat1), (lon2, lat2) = ground
    azimuth, _, distance = _GEOD.inv(lon1, lat1, lon2, lat2)
    lon, lat, _ = _GEOD.fwd(lon1, lat1, azimuth, distance / 2)
    at = (float(lon), float(lat))
    for _ in range(_ROUNDS):
        to_metres = Transformer.from_crs(
            4326, local_crs(at, (0.0, 0.0)), always_xy=True
        )
        x, y = to_metres.transform([lon1, lon2], [lat1, lat2])
        at = _to_degrees(at, (sum(x) / 2, sum(y) / 2))
    return at, (float(x[0]), float(y[0])), (float(x[1]), float(y[1]))


def _to_degrees(at: Pair, metres: Pair) -> Pair:
    """Return the place so many metres east and north of another."""
    to_degrees = Transformer.from_crs(local_crs(at, (0.0, 0.0)), 4326, always_xy=True)
    lon, lat = to_degrees.transform(*metres)
    return float(lon), float(lat)
