"""Indicators that are defined but not measured yet: name, unit and needs.

They stand in the table so that ``sbd inspect`` can say what a plan lacks for each,
and so that a checklist can already refer to them. Source: method, section 8; what
none of a kind means is the last column of its table. Extents: the site; the setting,
30 m around it; and the window, 150 m.
"""

from __future__ import annotations

from sbd.indicators import among
from sbd.indicators.among import FURNITURE, ROUTE, WALKABLE
from sbd.indicators.registry import Indicator, Need, add, need
from sbd.plans.plan import SETTING_M, WINDOW_M
from sbd.units import Unit

_ENTRANCE = need("entrance")
_KERBS = need(
    "kerb", attributes=("height_m",), within_m=SETTING_M, among=among.unclear_kerbs
)
_CROWDS = need("crowd_zone", none="not_applicable")
_BARRIERS = ("bollard", "barrier", "planter", "wall")
#: Drivable ground D: kerbs above the limit of the class, fixed barriers, buildings.
_DRIVABLE = (
    need("carriageway"),
    _KERBS,
    need(*_BARRIERS),
    need(
        "bollard",
        "barrier",
        "planter",
        attributes=("fixing",),
        within_m=SETTING_M,
        none="any",
    ),
    need("building"),
)
_LIMITS = need("carriageway", attributes=("limit_kmh",), within_m=WINDOW_M)
_FIRE = (
    need(
        "building",
        attributes=("rise", "fire_access"),
        within_m=SETTING_M,
        none="not_applicable",
        either=True,
    ),
    need("carriageway", "square", "footway"),
    _KERBS,
    need("bollard", "barrier", attributes=("fixing",), within_m=SETTING_M),
    need(
        "bollard",
        "barrier",
        attributes=("fire_key",),
        within_m=SETTING_M,
        among=among.openable,
        none="any",
    ),
    need("tree", attributes=("crown_radius_m", "base_m"), within_m=SETTING_M),
    need("canopy", attributes=("base_m",), within_m=SETTING_M),
)
#: Steps that cut the walkable ground, at crossings and elsewhere.
_CUTS = (
    need("step", attributes=("height_m",), within_m=SETTING_M),
    need(
        "kerb",
        attributes=("height_m",),
        within_m=SETTING_M,
        among=among.kerbs_at_crossings,
    ),
    need(
        "crossing",
        attributes=("kerb_m",),
        within_m=SETTING_M,
        among=among.without_kerb,
    ),
)
#: Where one may have to turn; nothing to judge where there is none of them.
_TURNING = (
    need("entrance", "route", "bench", none="not_applicable"),
    _ENTRANCE,
    need("route"),
    need("bench"),
    WALKABLE,
    FURNITURE,
)

_PLANNED: dict[str, tuple[Unit, tuple[Need, ...]]] = {
    # S-01 to S-03: vehicles.
    "approach_speed": ("km/h", (_CROWDS, *_DRIVABLE, _LIMITS)),
    "vehicle_gap": (
        "m",
        (
            _CROWDS,
            *_DRIVABLE,
            need(
                "bollard",
                "barrier",
                "planter",
                attributes=("diameter_m",),
                within_m=SETTING_M,
                among=among.as_points,
                none="any",
            ),
        ),
    ),
    "barrier_energy_ratio": (
        "1",
        (
            _CROWDS,
            *_DRIVABLE,
            _LIMITS,
            need("site", attributes=("design_vehicle",)),
            need(*_BARRIERS, attributes=("rating",), within_m=SETTING_M),
        ),
    ),
    # S-05 to S-08: seeing and getting away.
    # S-12, S-13, S-15, S-17: emergencies and cameras.
    "fire_path_share": ("%", _FIRE),
    "fire_approaches": ("1", _FIRE),
    "aed_distance": ("m", (need("aed", attributes=("h24",)), WALKABLE)),
    "camera_on_risk_share": (
        "%",
        (
            need(
                "camera",
                attributes=("azimuth_deg", "fov_deg", "range_m", "height_m"),
                none="not_applicable",
            ),
            need("risk_spot"),
            need("sensitive_zone"),
            need("building", attributes=("use",), within_m=WINDOW_M),
            *among.hiding(WINDOW_M),
        ),
    ),
    # moving.
    "step_free_width": (
        "m",
        (WALKABLE, _ENTRANCE, need("stop"), *_CUTS, FURNITURE),
    ),
    "route_width": ("m", (ROUTE, WALKABLE, FURNITURE)),
    "flow_per_metre": (
        "p/m/min",
        (
            ROUTE,
            WALKABLE,
            FURNITURE,
            need("route", attributes=("peak_flow_pmin",), within_m=0, none="optional"),
        ),
    ),
    "turning_space_share": ("%", _TURNING),
    "wide_turning_share": ("%", _TURNING),
    "guided_share": (
        "%",
        (
            ROUTE,
            need("stop", "crossing", "entrance"),
            need("tactile", attributes=("type",), within_m=SETTING_M),
            need(
                "crossing",
                attributes=("tactile",),
                within_m=SETTING_M,
                among=among.without_warning,
                none="any",
            ),
            need("building"),
            _KERBS,
        ),
    ),
    "obstacles_per_100m": (
        "n/100m",
        (
            ROUTE,
            FURNITURE,
            need("tree", attributes=("base_m",), within_m=0),
            need("canopy", attributes=("base_m",), within_m=0),
        ),
    ),
    # L-08: services.
    "stop_distance": ("m", (need("stop"), WALKABLE)),
    "reserved_bay_distance": (
        "m",
        (
            need("parking", "drop_off", none="settles"),
            need("parking", attributes=("disabled",), within_m=WINDOW_M, none="any"),
            _ENTRANCE,
            WALKABLE,
        ),
    ),
    "toilet_distance": (
        "m",
        (need("toilet", attributes=("free", "accessible")), WALKABLE),
    ),
    "fountain_distance": ("m", (need("fountain", attributes=("free",)), WALKABLE)),
}

for _name, (_unit, _needs) in _PLANNED.items():
    add(Indicator(_name, _unit, _needs))
