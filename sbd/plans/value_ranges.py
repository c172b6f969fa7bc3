"""The least and the greatest number that an attribute can have at all.

Wider than what is plausible (`sbd.plans.checks.values`): a number outside is a slip of
the keyboard or of a unit, and is not taken. Source: our choice.
"""

from __future__ import annotations

#: By attribute, in the unit of its name.
RANGES: dict[str, tuple[float, float]] = {
    "azimuth_deg": (-360, 360),
    "base_m": (0, 200),
    "clear_m": (0, 1000),
    "comfort": (0, 10),
    "crossfall_pct": (-100, 100),
    "crown_15y_radius_m": (0, 50),
    "crown_radius_m": (0, 50),
    "cutoff_deg": (0, 180),
    "diameter_m": (0, 50),
    "floor": (-20, 200),
    "fov_deg": (0, 360),
    "height_m": (0, 200),
    "kerb_m": (0, 5),
    "lanes": (0, 20),
    "lden_db": (0, 150),
    "length_m": (0, 1000),
    "levels": (0, 200),
    "limit_kmh": (0, 200),
    "lumen": (0, 1_000_000),
    "mf": (0, 1),
    "n": (0, 1000),
    "peak_flow_pmin": (0, 100_000),
    "people": (0, 10_000_000),
    "range_m": (0, 10_000),
    "slope_pct": (-100, 100),
    "step_m": (0, 5),
    "trunk_diameter_m": (0, 20),
    "v85_kmh": (0, 250),
    "width_m": (0, 1000),
}


def possible(attribute: str, value: float) -> bool:
    """Tell whether a number attribute can have a value. [unit of its name]"""
    low, high = RANGES[attribute]
    return low <= value <= high
