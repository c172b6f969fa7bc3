"""What each measured criterion needs, to be read beside section 8 of the method.

``kind/kind(attribute, attribute) @metres among [none]``: one of the kinds present, or
all declared; ``a|b`` is one of two attributes; ``@`` how near to the site; then which
of them; then what it means that there are none.
"""

from __future__ import annotations

import pytest

from sbd.checklists.read import read_checklist
from sbd.indicators.registry import Need, indicators
from sbd.plans.kinds import KINDS

#: Words used below for what several criteria ask alike.
SHORT = {
    "W": "footway/square/crossing/play/youth/terrace/carriageway/green @0 walked "
    "[unknown]",
    "R": "route @0 [unknown]",
    "furniture": "bench/lamp/bin/bollard/planter/kiosk/terrace",
}


def opaque(metres: int) -> str:
    return f"""
        building
        wall/fence/hedge/shrub/planter/kiosk(height_m) @{metres}
        fence(transparent) @{metres} [any]
        tree(base_m) @{metres}
        tree(crown_radius_m) @{metres} low_crowns [any]
    """


DRIVABLE = """
    crowd_zone [not_applicable]
    carriageway
    building
    kerb(height_m) @30 kerbs_to_mount
    bollard/barrier/planter/wall
    bollard/barrier/planter(fixing) @30 [any]
"""
SHADOWS = """
    building
    tree(crown_radius_m, base_m, height_m) @50
    wall/shrub(height_m) @50 [any]
"""
NEEDS = {
    "S-01": DRIVABLE + "carriageway(limit_kmh) @150",
    "S-02": DRIVABLE + "bollard/barrier/planter(diameter_m) @30 as_points [any]",
    "S-03": DRIVABLE
    + """
        carriageway(limit_kmh) @150
        site(design_vehicle)
        bollard/barrier/planter/wall(rating) @30
    """,
    "S-05": opaque(100)
    + """
        W
        opening/entrance(type) @100 [settles]
        opening(use) @100 windows [any]
        opening(floor) @100 home_windows [any]
    """,
    "S-06": opaque(150) + "R",
    "S-07": opaque(30)
    + """
        W
        R
    """,
    "S-08": """
        W
        building
    """,
    "S-09": SHADOWS
    + """
        W
        lamp(height_m) @50 [settles]
        lamp(lumen) @50 without_file [any]
    """,
    "S-10": SHADOWS
    + """
        R
        lamp(height_m) @50 [settles]
        lamp(lumen) @50 without_file [any]
    """,
    "S-11": """
        lamp(height_m) @30 by_trees [not_applicable]
        tree(base_m, height_m) by_lamps
    """,
    "S-12": """
        W
        crowd_zone(people) @0 [not_applicable]
        bollard/barrier/planter
    """,
    "S-13": """
        building(rise|fire_access) @30 [not_applicable]
        carriageway/square/footway
        kerb(height_m) @30 kerbs_to_mount
        bollard/barrier(fixing) @30
        bollard/barrier(fire_key) @30 openable [any]
        tree(crown_radius_m, base_m) @30
        canopy(base_m) @30
    """,
    "S-14": """
        carriageway [settles]
        carriageway(limit_kmh) @30 crossed [settles]
        crossing/route
    """,
    "S-15": """
        W
        aed(h24)
    """,
    "S-17": opaque(150)
    + """
        camera(azimuth_deg, fov_deg, range_m, height_m) @30 [not_applicable]
        risk_spot
        sensitive_zone
        building(use) @150
    """,
    "A-01": """
        W
        entrance
        stop
        step(height_m) @30
        kerb(height_m) @30 kerbs_at_crossings
        crossing(kerb_m) @30 without_kerb
        furniture
    """,
    "A-02": """
        R
        W
        furniture
        route(peak_flow_pmin) @0 [optional]
    """,
    "A-03": """
        W
        bollard/barrier/planter(diameter_m) @30 as_points [not_applicable]
    """,
    "A-04": """
        W
        entrance/route/bench [not_applicable]
        entrance
        route
        bench
        furniture
    """,
    "A-05": """
        R
        footway/square(slope_pct, crossfall_pct) @0 under_routes
        ramp(slope_pct) @0 under_routes [any]
    """,
    "A-06": """
        crossing/entrance [not_applicable]
        crossing(kerb_m) @30 without_kerb
        crossing(tactile) @30 without_warning [any]
        kerb(height_m) @30 kerbs_at_crossings [any]
        entrance(public, step_m) @30 public_doors
    """,
    "A-07": """
        R
        stop/crossing/entrance
        tactile(type) @30
        crossing(tactile) @30 without_warning [any]
        building
        kerb(height_m) @30 unclear_kerbs
    """,
    "A-08": """
        R
        furniture
        tree(base_m) @0
        canopy(base_m) @0
    """,
    "A-09": """
        R
        bench
        footway/square/ramp(slope_pct) @0 under_routes [optional]
    """,
    "A-11": """
        W
        stop
    """,
    "A-12": opaque(100)
    + SHADOWS
    + """
        cycle_stand [settles]
        cycleway
        lamp(height_m) @50 [settles]
        lamp(lumen) @50 without_file [any]
        opening/entrance(type) @100 [settles]
        opening(use) @100 windows [any]
        opening(floor) @100 home_windows [any]
    """,
    "A-13": """
        W
        parking/drop_off [settles]
        parking(disabled) @150 [any]
        entrance
    """,
    "A-16": """
        W
        toilet(free, accessible)
    """,
    "L-01": """
        bench(length_m) @0 free_points
        wall/step(height_m) @0 [any]
        stay_zone/square/play/footway
    """,
    "L-02": """
        bench/route [not_applicable]
        bench
        route
        building(height_m) @150 sunward
        tree(crown_radius_m, base_m, height_m) @150 sunward
    """,
    "L-03": "tree(crown_15y_radius_m|crown_radius_m) @30",
    "L-04": """
        green/gravel/water/footway/square/parking/carriageway
        footway/square/parking/carriageway(surface) @0 as_areas [any]
    """,
    "L-05": """
        W
        building [not_applicable]
        opening/entrance(type) @11
    """,
    "L-07": """
        play/youth [settles]
        carriageway(limit_kmh) by_play
        bench
        wall/fence/hedge/shrub/planter/kiosk(height_m) around_play [any]
        tree(base_m) around_play [any]
        stay_zone/square/footway/play
        play/youth(age_group) @0 [any]
    """,
    "L-08": """
        W
        fountain(free)
    """,
    "L-10": """
        carriageway
        parking
    """,
    "L-16": SHADOWS
    + """
        lamp(height_m) @50 [settles]
        lamp(lumen) @50 without_file [any]
        opening(type) @30 [not_applicable]
        opening(use) @30 windows_of_unsaid_use [any]
        opening(floor) @30 home_windows [any]
    """,
}
CHECKLIST = read_checklist("brussels")
MEASURED = [c.id for c in CHECKLIST.criteria if c.measured]


def needs(criterion: str) -> list[Need]:
    table = indicators()
    parts = CHECKLIST.criterion(criterion).measured_by
    return [need for part in parts for need in table[part.indicator].needs]


def said(need: Need) -> str:
    attributes = ("|" if need.either else ", ").join(need.attributes)
    words = [
        "/".join(need.kinds) + (f"({attributes})" if attributes else ""),
        f"@{need.within_m:g}" if need.within_m is not None else "",
        getattr(need.among, "__name__", ""),
        f"[{need.none}]" if need.none != "known" else "",
    ]
    return " ".join(word for word in words if word)


def lines(text: str) -> set[str]:
    found = {line.strip() for line in text.splitlines() if line.strip()}
    return {SHORT.get(line, line) for line in found}


def test_the_table_has_all_measured_criteria() -> None:
    assert list(NEEDS) == MEASURED
    assert len(MEASURED) == 37


@pytest.mark.parametrize("criterion", MEASURED)
def test_needs(criterion: str) -> None:
    assert {said(need) for need in needs(criterion)} == lines(NEEDS[criterion])


@pytest.mark.parametrize("criterion", MEASURED)
def test_needs_name_attributes_that_some_of_their_kinds_have(criterion: str) -> None:
    for need in needs(criterion):
        for name in need.attributes:
            assert any(KINDS[kind].attribute(name) for kind in need.kinds), name
