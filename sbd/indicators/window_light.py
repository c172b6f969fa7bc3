"""Light nuisance: how much of the lamps' light falls on the windows of homes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from sbd.indicators import among
from sbd.indicators.illuminance import Lighting, lighting
from sbd.indicators.light_answers import answered, lighting_lacks
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import attribute_missing, kind_missing
from sbd.indicators.openings import OFF_FACADE, facing
from sbd.indicators.photometry import vertical
from sbd.indicators.registry import indicator, need
from sbd.plans.plan import SETTING_M, Plan

Floats = NDArray[np.float64]
#: A window without a floor may be on any of these. Source: ours.
ANY_FLOOR = np.arange(0.0, 11.0)
#: So many windows are shown at most, the brightest.
_WINDOWS = 20


@dataclass(frozen=True, eq=False)
class _Windows:
    """Windows that are, or may be, those of a home.

    Parameters
    ----------
    table : GeoDataFrame
        Openings of the setting, by element id.
    sure : (m,) bool array
        Whether the plan says so.
    at, normal : (m, 2) arrays
        Just in front of the window, and the way it faces. [m, 1]
    off_facade : bool
        Whether some were left out because they lie on no facade.
    """

    table: gpd.GeoDataFrame
    sure: NDArray[np.bool_]
    at: Floats
    normal: Floats
    off_facade: bool


@indicator(
    "lx",
    *among.LAMPS,
    need("opening", attributes=("type",), within_m=SETTING_M, none="not_applicable"),
    need(
        "opening",
        attributes=("use",),
        within_m=SETTING_M,
        among=among.windows_of_unsaid_use,
        none="any",
    ),
    need(
        "opening",
        attributes=("floor",),
        within_m=SETTING_M,
        among=among.home_windows,
        none="any",
    ),
    *among.SHADOWS,
)
def window_light(
    plan: Plan,
    *,
    floor_height_m: float = 3.0,
    window_height_m: float = 1.5,
    light_reach_m: float = 50.0,
    maintenance_factor: float = 0.8,
    lamp_cutoff_deg: float = 70.0,
) -> Measurement:
    """Measure the most light that falls on a window of a home.

    The vertical illuminance on windows of dwellings in the site and 30 m around it,
    at the middle of the window, facing out of the nearest edge of a building.

    Parameters
    ----------
    plan : Plan
        With a site.
    floor_height_m : float
        Height of a storey. [m] Source: method, section 8, L-16.
    window_height_m : float
        Middle of a window above its floor. [m] Source: method, section 8, L-16.
    light_reach_m, maintenance_factor, lamp_cutoff_deg : float
        As in `sbd.indicators.illumination.lit_mean`.

    Returns
    -------
    Measurement
        [lx] 0 where lamps are declared none. Not applicable where openings are
        declared and none is a window of a home. Unknown where a kind is neither
        present nor declared, and where the type, use or floor of an opening, or a
        lamp or what hides it, leaves a range.

    References
    ----------
    Method, section 8, L-16; domain, C3. An estimate, not a lighting design.
    """
    refused = _refused(plan)
    if refused is not None:
        return refused
    windows = _windows(plan)
    if not len(windows.at):
        return _no_window(plan)
    light = lighting(
        plan,
        light_reach_m=light_reach_m,
        maintenance_factor=maintenance_factor,
        lamp_cutoff_deg=lamp_cutoff_deg,
    )
    floors = windows.table["floor"].to_numpy()
    least, most = _on_windows(light, windows, floors, floor_height_m, window_height_m)
    low, high = float(least[windows.sure].max(initial=0.0)), float(most.max())
    return answered(
        light,
        "lx",
        Reason("windows_found", {"windows": len(windows.at), "window_lx": high}),
        worst=high,
        best=low,
        unclear=(np.inf, low),
        where=tuple(_places(windows, most)),
        defaults=(OFF_FACADE,) if windows.off_facade else (),
        assumed=_assumed(plan, windows),
        unsaid=_unsaid(plan, windows),
        ground=("opening",),
        nuisance=True,
    )


def _refused(plan: Plan) -> Measurement | None:
    """Answer where light on windows cannot be measured at all."""
    if not plan.known("opening"):
        return unknown("lx", kind_missing("opening"))
    reason = lighting_lacks(plan)
    return None if reason is None else unknown("lx", reason)


def _no_window(plan: Plan) -> Measurement:
    """Without a window of a home there is nobody to disturb, if all are drawn."""
    if "opening" in plan.declared:
        return not_applicable("lx", Reason("no_dwelling_window"))
    return unknown("lx", Reason("no_dwelling_window"))


def _windows(plan: Plan) -> _Windows:
    """Return the openings of the setting that may be windows of homes."""
    layer = plan.near("opening", plan.setting).sort_index()
    layer = layer[among.windows(plan, "opening", layer)]
    use = among.use_of_openings(plan, layer)
    layer, use = (
        layer[use.isna() | (use == "dwelling")],
        use[use.isna() | (use == "dwelling")],
    )
    at, normal, placed = facing(plan, layer.geometry.to_numpy())
    sure = (use.notna() & layer["type"].notna()).to_numpy(dtype=bool)
    return _Windows(
        layer[placed], sure[placed], at[placed], normal[placed], not placed.all()
    )


def _on_windows(
    light: Lighting,
    windows: _Windows,
    floors: Floats,
    floor_height_m: float,
    window_height_m: float,
) -> tuple[Floats, Floats]:
    """Return the least and the most light on each window. (m,) [lx]"""
    unsaid = np.isnan(floors)
    known = np.where(unsaid, 0.0, floors)
    least, most = _range(light, windows, known, floor_height_m, window_height_m)
    if unsaid.any():
        for floor in ANY_FLOOR:
            there = np.where(unsaid, floor, floors)
            low, high = _range(light, windows, there, floor_height_m, window_height_m)
            least, most = np.minimum(least, low), np.maximum(most, high)
    return least, most


def _range(
    light: Lighting,
    windows: _Windows,
    floors: Floats,
    floor_height_m: float,
    window_height_m: float,
) -> tuple[Floats, Floats]:
    """Return the light on windows on given floors, basements at the ground. [lx]"""
    height = np.maximum(floor_height_m * floors + window_height_m, 0.0)
    least = _at(light, windows, height, best=False)
    return least, least if light.certain else _at(light, windows, height, best=True)


def _at(light: Lighting, windows: _Windows, height_m: Floats, *, best: bool) -> Floats:
    """Return the light on windows at given heights. (m,) [lx]"""
    rays = light.rays(windows.at, height_m, best=best)
    cosine = rays.cosine(windows.normal)
    given = vertical(rays.candela, rays.height, rays.away, cosine)
    return rays.total(given, len(windows.at))


def _unsaid(plan: Plan, windows: _Windows) -> Reason | None:
    """Say what is missing most of the windows; None where nothing is."""
    table = windows.table
    table = table.assign(use=among.use_of_openings(plan, table))
    asked = max(("type", "use", "floor"), key=lambda name: table[name].isna().sum())
    if not table[asked].isna().any():
        return None
    return attribute_missing("opening", asked, table)


def _assumed(plan: Plan, windows: _Windows) -> tuple[str, ...]:
    """Name the assumptions that drew windows, or say whose they are."""
    houses = plan.near("building", plan.setting).index
    unsaid = bool(windows.table["use"].isna().any())
    return (
        *plan.assumptions_behind("opening", "geometry", windows.table.index),
        *(plan.assumptions_behind("building", "use", houses) if unsaid else ()),
    )


def _places(windows: _Windows, light: Floats) -> Iterator[Place]:
    """Show the brightest windows; the first of them decides."""
    order = np.lexsort((windows.table.index.to_numpy(dtype=str), -light))
    for rank, n in enumerate(order[:_WINDOWS]):
        if light[n] <= 0:
            break
        yield Place(
            windows.table.geometry.iloc[n],
            "finding" if rank == 0 else "context",
            float(light[n]),
            "window_lit",
            str(windows.table.index[n]),
        )
