"""Which CRS a plan is measured in: its own where that is good, else a better one."""

from __future__ import annotations

from collections.abc import Sequence

from pyproj import CRS, Proj
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup
from shapely.geometry import Point, Polygon

from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer
from sbd.plans.systems import flat, label

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


def same_crs(crs: CRS, named: CRS | str) -> bool:
    """Tell whether two are the same but for the order of their axes."""
    return isinstance(named, CRS) and crs.equals(named, ignore_axis_order=True)


def choice_note(source: CRS, target: CRS, why: str | None) -> Note:
    """Tell whether the source's CRS is kept, or why it is left."""
    if why is None:
        return Note("crs_kept", {"crs": label(target)})
    return Note("crs_chosen", {"from": label(source), "crs": label(target), "why": why})


def mixture_notes(layers: Sequence[RawLayer], target: CRS) -> list[Note]:
    """Tell layers whose CRS differs from the plan's, with the offset to expect."""
    first = flat(layers[0].frame.crs)
    notes = []
    seen = [first]
    for layer in layers:
        crs = flat(layer.frame.crs)
        if any(same_crs(crs, other) for other in seen):
            continue
        seen.append(crs)
        args = {
            "file": layer.file,
            "layer": layer.name,
            "from": label(crs),
            "to": label(target),
            "offset_m": _offset(crs, target),
        }
        notes.append(Note("mixed_crs", args))
    return notes


def _offset(source: CRS, target: CRS) -> float | None:
    """Return the accuracy of the best transformation at hand. [m]"""
    found = TransformerGroup(source, target, always_xy=True).transformers
    known = [t.accuracy for t in found if t.accuracy is not None and t.accuracy >= 0]
    return float(known[0]) if known else None
