"""Coordinate systems that plans of Europe come in, and where numbers lie in them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from pyproj import CRS, Proj, Transformer
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError, ProjError

from sbd.errors import PlanError
from sbd.plans.cities import nearest_city

Bounds = tuple[float, float, float, float]

#: The usual systems of Belgium, the Netherlands, France, Luxembourg and Germany.
#: Source: the countries' surveys; names and areas of use come from the EPSG registry.
NEAR = (
    31370, 3812, 28992, 2154, *range(3942, 3951), 2169,
    25831, 25832, 25833, 4647, 31466, 31467, 31468, 31469,
)  # fmt: skip
#: The same of the other countries of Europe.
FURTHER = (
    27700, 2157, 29903, 2056, 21781, 31254, 31255, 31256, 31287, 3416, 2180, 2176,
    2177, 2178, 2179, 5514, 8353, 3006, 3067, 3301, 3059, 3346, 23700, 3794, 3765,
    3844, 7801, 2100, 3763, 3003, 3004, 7791, 7792, 25828, 25829, 25830, 25834, 25835,
    25836, 6312, 5325, 3057, 6870, 6316,
)  # fmt: skip
#: Coordinates this far outside a CRS's area of use are in another one. [deg]
MARGIN_DEG = 0.1
#: A suggestion further than this from every city we know is most likely the sea. [m]
#: Source: our choice, by the gaps between the cities of `cities.yaml`.
_FAR_M = 150_000.0
#: Numbers below this are those of a drawing with an origin of its own. [m]
#: Source: our choice; the systems put their origins far from where people build.
_LOCAL_M = 10_000.0
_EPSG = re.compile(r"(?:epsg\s*:)?\s*(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True)
class System:
    """A coordinate system of the EPSG registry.

    Parameters
    ----------
    code : str
        ``EPSG:n``.
    name : str
        As planners say it: ``Lambert 72``, ``UTM zone 32N``.
    region : str
        Area of use in the words of the registry, in English.
    area : tuple of float, optional
        West, south, east and north of that area. [deg]
    degrees : bool
        Whether its coordinates are longitude and latitude.
    """

    code: str
    name: str
    region: str
    area: Bounds | None
    degrees: bool = False


def within(area: Bounds | None, lon: float, lat: float, *, margin: float = 0.0) -> bool:
    """Tell whether a place is in an area of use, or this near to it. [deg]"""
    if area is None:
        return True
    west, south, east, north = area
    across = west - margin <= lon <= east + margin
    return across and south - margin <= lat <= north + margin


def area_of(crs: CRS) -> Bounds | None:
    """Return west, south, east and north of a CRS's area of use, if any. [deg]"""
    area = crs.area_of_use
    return None if area is None else (area.west, area.south, area.east, area.north)


@cache
def usual(code: int) -> System:
    """Return one of the usual systems, by the number of its EPSG code."""
    found = _registry()[code]
    return System(f"EPSG:{code}", short_name(found[0]), found[1], found[2])


def is_near(found: System) -> bool:
    """Tell whether a system is one of Belgium or a country round it."""
    return int(found.code.removeprefix("EPSG:")) in NEAR


@cache
def system(text: str) -> System:
    """Return the system that a text names.

    Parameters
    ----------
    text : str
        ``EPSG:25832`` or ``25832``.

    Raises
    ------
    PlanError
        If there is none, or it is not one for plans.
    """
    crs = crs_of(text)
    area = crs.area_of_use
    region = "" if area is None else str(area.name).rstrip(".")
    code = f"EPSG:{crs.to_epsg()}"
    return System(code, short_name(crs.name), region, area_of(crs), crs.is_geographic)


def crs_of(text: str) -> CRS:
    """Return the CRS that a text names by its EPSG code.

    Raises
    ------
    PlanError
        If there is none, or it is not one for plans.
    """
    code = _EPSG.fullmatch(text.strip())
    try:
        crs = flat(CRS.from_epsg(int(code[1]) if code else 0))
    except CRSError as error:
        raise PlanError(
            "'{crs}' is not a CRS: write --crs EPSG:31370, or local.", crs=text
        ) from error
    if not (crs.is_projected or crs.is_geographic):
        raise PlanError(
            "'{crs}' is not a CRS for plans: write --crs EPSG:31370.", crs=text
        )
    return crs


def flat(crs: CRS) -> CRS:
    """Return the horizontal part of a CRS."""
    parts = [c for c in crs.sub_crs_list if c.is_projected or c.is_geographic]
    return parts[0] if parts else crs


def label(crs: CRS) -> str:
    """Return the short name of a CRS: its EPSG code, else its own name, or local."""
    code = crs.to_epsg()
    if code is not None:
        return f"EPSG:{code}"
    return "local" if crs.name == "unknown" else str(crs.name)


def short_name(name: str) -> str:
    """Return the part of a registry's name that planners use."""
    return name.rsplit(" / ", 1)[-1].removeprefix("Belgian ")


def lonlat(code: str, x: float, y: float) -> tuple[float, float] | None:
    """Return where coordinates lie, or None where they are none of the system.

    Parameters
    ----------
    code : str
        ``EPSG:n``.
    x, y : float
        Easting and northing, or longitude and latitude.

    Returns
    -------
    tuple of float or None
        Longitude and latitude in WGS 84. [deg]
    """
    try:
        lon, lat = _to_degrees(code).transform(x, y)
    except ProjError:
        return None
    valid = math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90
    return (float(lon), float(lat)) if valid else None


def fitting(bounds: Bounds) -> tuple[System, ...]:
    """Return the usual systems in whose area a drawing lies, likeliest first.

    Those of the near countries come before the others; within each, the one whose
    place is nearest to a city comes first.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east and north of the drawing. [m]

    Returns
    -------
    tuple of System
        None of them where the drawing's corners are outside its area of use, or the
        place is far from every city.
    """
    if max(map(abs, bounds)) < _LOCAL_M:
        return ()
    found = []
    for rank, codes in enumerate((NEAR, FURTHER)):
        for code in codes:
            distance = _fits(code, bounds)
            if distance is not None:
                found.append((rank, distance, usual(code)))
    return tuple(s for _, _, s in sorted(found, key=lambda f: f[:2]))


def _fits(code: int, bounds: Bounds) -> float | None:
    """Return how far from a city a drawing would be, or None if it does not fit. [m]"""
    west, south, east, north = bounds
    project = _projection(code)
    corners = ((west, south), (east, south), (west, north), (east, north))
    for x, y in corners:
        lon, lat = project(x, y, inverse=True)
        if not (math.isfinite(lon) and within(usual(code).area, lon, lat)):
            return None
    middle = project((west + east) / 2, (south + north) / 2, inverse=True)
    distance = nearest_city(*middle)[1]
    return distance if distance <= _FAR_M else None


@cache
def _registry() -> dict[int, tuple[str, str, Bounds]]:
    """Return name, region and area of use of the usual systems, by EPSG number."""
    wanted = {*NEAR, *FURTHER}
    found = {}
    for info in query_crs_info("EPSG", pj_types=[PJType.PROJECTED_CRS]):
        area = info.area_of_use
        if int(info.code) in wanted and area is not None:
            bounds = (area.west, area.south, area.east, area.north)
            region = str(area.name).rstrip(".")
            found[int(info.code)] = (info.name, region, bounds)
    return found


@cache
def _projection(code: int) -> Proj:
    return Proj(CRS.from_epsg(code))


@cache
def _to_degrees(code: str) -> Transformer:
    return Transformer.from_crs(crs_of(code), 4326, always_xy=True)
