"""Indicators that are defined but not measured yet: name, unit and needs.

They stand in the table so that ``sbd inspect`` can say what a plan lacks for each,
and so that a checklist can already refer to them. Source: method, section 8.
"""

from __future__ import annotations

from sbd.indicators.registry import Indicator, Need, add, need
from sbd.units import Unit

_OPAQUE = need("building", "wall", "fence", "hedge", "shrub", "planter", "kiosk")
_WALKED = need("footway", "square")
_ROUTE = need("route")
_LAMPS = need("lamp", attributes=("height_m", "lumen"))
_SHADOWS = (
    need("building", attributes=("height_m",)),
    need("tree", attributes=("crown_radius_m", "base_m", "height_m")),
)
_OPENINGS = need("opening", attributes=("type", "use"))
_DRIVEN = (
    need("crowd_zone"),
    need("carriageway", attributes=("limit_kmh",)),
    need("kerb", attributes=("height_m",)),
    need("bollard", "barrier", "planter", "wall", attributes=("fixing",)),
)
_ENTRANCES = need("entrance", attributes=("main",))
_STEPS = need("kerb", "step", attributes=("height_m",))
_FURNITURE = need("bench", "lamp", "bin", "bollard", "planter", "kiosk", "terrace")
_CROSSINGS = need("crossing", attributes=("kerb_m",))

_RATED = need("bollard", "barrier", "planter", "wall", attributes=("rating",))
_FIRE = (
    need("building", attributes=("rise",)),
    need("carriageway", "square", "footway"),
    need("tree", attributes=("crown_radius_m", "base_m")),
    need("bollard", "barrier", attributes=("fixing", "fire_key")),
)

_PLANNED: dict[str, tuple[Unit, tuple[Need, ...]]] = {
    # S-01 to S-03: vehicles.
    "approach_speed": ("km/h", _DRIVEN),
    "vehicle_gap": ("m", _DRIVEN),
    "barrier_energy_ratio": ("1", (*_DRIVEN, _RATED)),
    # S-05 to S-08: seeing and getting away.
    "overlooked_share": ("%", (_OPENINGS, need("building"), _WALKED)),
    "sightline_share": ("%", (_ROUTE, _OPAQUE)),
    "pocket_share": ("%", (_ROUTE, _OPAQUE, _WALKED)),
    "exit_choice_share": ("%", (_WALKED, need("building"))),
    # S-09, S-10, L-16: light.
    "lit_mean": ("lx", (_LAMPS, _WALKED, *_SHADOWS)),
    "lit_low": ("lx", (_LAMPS, _WALKED, *_SHADOWS)),
    "lit_evenness": ("1", (_LAMPS, _WALKED, *_SHADOWS)),
    "face_light": ("lx", (_LAMPS, _ROUTE, *_SHADOWS)),
    "window_light": (
        "lx",
        (
            _LAMPS,
            need("opening", attributes=("type", "use", "floor")),
            *_SHADOWS,
        ),
    ),
    # S-12, S-13, S-15, S-17: emergencies and cameras.
    "egress_time": ("min", (need("crowd_zone", attributes=("people",)), _WALKED)),
    "fire_path_share": ("%", _FIRE),
    "fire_approaches": ("1", _FIRE),
    "aed_distance": ("m", (need("aed", attributes=("h24",)), _WALKED)),
    "camera_on_risk_share": (
        "%",
        (
            need("camera", attributes=("azimuth_deg", "fov_deg", "range_m")),
            need("risk_spot"),
            need("building", attributes=("use",)),
        ),
    ),
    # moving.
    "step_free_width": ("m", (_WALKED, _ENTRANCES, _STEPS, _CROSSINGS, _FURNITURE)),
    "route_width": ("m", (_ROUTE, _WALKED, _FURNITURE)),
    "flow_per_metre": (
        "p/m/min",
        (need("route", attributes=("peak_flow_pmin",)), _WALKED, _FURNITURE),
    ),
    "turning_space_share": ("%", (_WALKED, _ENTRANCES, need("bench"), _FURNITURE)),
    "wide_turning_share": ("%", (_WALKED, _ENTRANCES, need("bench"), _FURNITURE)),
    "guided_share": (
        "%",
        (
            _ROUTE,
            need("tactile", attributes=("type",)),
            need("stop", "crossing", "entrance"),
            need("building"),
        ),
    ),
    "obstacles_per_100m": ("n/100m", (_ROUTE, _FURNITURE)),
    # L-08: services.
    "stop_distance": ("m", (need("stop"), _WALKED)),
    "good_cycle_stand_share": (
        "%",
        (need("cycle_stand"), _LAMPS, _OPENINGS, need("building")),
    ),
    "reserved_bay_distance": (
        "m",
        (need("parking", "drop_off", attributes=("disabled",)), _ENTRANCES, _WALKED),
    ),
    "toilet_distance": (
        "m",
        (need("toilet", attributes=("free", "accessible")), _WALKED),
    ),
    "fountain_distance": ("m", (need("fountain", attributes=("free",)), _WALKED)),
}

for _name, (_unit, _needs) in _PLANNED.items():
    add(Indicator(_name, _unit, _needs))
