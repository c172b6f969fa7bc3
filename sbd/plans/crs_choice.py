"""Which CRS a plan is measured in: its own where that is good, else a better one."""

from __future__ import annotations

from pyproj import CRS, Proj
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry import Point, Polygon

#: A projected CRS is kept while its scale at the site is this near to 1. [1]
#: Source: method, section 2.
MAX_SCALE_ERROR = 0.001
#: Belgium's CRS for plans in degrees. Source: method, section 2.
BELGIAN = "EPSG:3812"
#: A coarse outline of Belgium (a few kilometres), only to choose that CRS. [deg]
_BELGIUM = Polygon(
    [
        (2.54, 51.09), (3.37, 51.38), (4.24, 51.38), (4.40, 51.47), (4.83, 51.50),
        (5.04, 51.48), (5.24, 51.27), (5.80, 51.17), (5.65, 50.88), (5.70, 50.76),
        (6.02, 50.76), (6.40, 50.33), (6.13, 50.12), (5.75, 49.78), (5.90, 49.66),
        (5.82, 49.54), (5.45, 49.50), (4.86, 49.79), (4.86, 50.15), (4.20, 49.95),
        (4.03, 50.35), (3.67, 50.45), (3.27, 50.69), (2.89, 50.69),
    ]
)  # fmt: skip


def reason_to_leave(crs: CRS, middle: tuple[float, float]) -> str | None:
    """Return why a CRS is no good for measuring at a place, or None if it is."""
    if not crs.is_projected:
        return "degrees"
    if any(axis.unit_name not in ("metre", "meter") for axis in crs.axis_info[:2]):
        return "unit"
    operation = crs.coordinate_operation
    if operation is not None and "Pseudo Mercator" in operation.method_name:
        return "web_mercator"
    try:
        factors = Proj(crs).get_factors(*middle, errcheck=True)
    except (ProjError, CRSError):
        return "scale"
    scales = (factors.meridional_scale, factors.parallel_scale)
    wrong = any(not abs(scale - 1) <= MAX_SCALE_ERROR for scale in scales)
    return "scale" if wrong else None


def best_crs(middle: tuple[float, float]) -> CRS:
    """Return Lambert 2008 in Belgium, UTM elsewhere."""
    lon, lat = middle
    if _BELGIUM.contains(Point(lon, lat)):
        return CRS.from_user_input(BELGIAN)
    zone = int((lon + 180) // 6) % 60 + 1
    return CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)
