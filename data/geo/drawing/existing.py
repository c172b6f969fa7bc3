"""The square as it is: parked full, wide carriageways, raised kerbs."""

from __future__ import annotations

from drawing.sheet import Sheet, Value, line, point, rect
from drawing.square import (
    Front,
    draw_benches,
    draw_exits,
    draw_fronts,
    draw_lamps,
    draw_main_routes,
    draw_site,
    draw_trees,
)
from drawing.town import draw_town

SEALED: dict[str, Value] = {
    "surface": "sealed",
    "comfort": 2,
    "slope_pct": 2.0,
    "crossfall_pct": 2.0,
}
#: Heaved paving in the west of the square.
UNEVEN: dict[str, Value] = {**SEALED, "slope_pct": 2.0, "crossfall_pct": 3.0}
SPOTS_OF_LAMPS = (
    (19, 25),
    (19, 34),
    (19, 42),
    (19, 50.5),
    (30, 17),
    (69, 33),
    (69, 52),
)
BAYS: dict[str, Value] = {"surface": "sealed", "disabled": "no"}
#: Doors on the square that are in use; all other houses have one door.
FRONTS = (
    Front("north-02", doors=(2,), shops=(6,), use="shop"),
    Front("north-04", doors=(), use="office"),
    Front("north-05", doors=(), use="office"),
    Front("north-06", doors=()),
    Front("east-01", doors=(3,), shops=(7,), use="food", step_m=0.02),
    Front("east-03", doors=(), use="office"),
    Front("east-04", doors=(), use="office"),
    Front("south-03", doors=(), use="other"),
    Front("south-05", doors=(), use="other"),
    Front("south-06", doors=(2,), use="shop"),
    Front("south-07", doors=(), use="other"),
    Front("south-08", doors=(), use="other"),
)


def draw_existing() -> Sheet:
    """Draw the square as it is."""
    sheet = Sheet()
    draw_site(sheet, "in_use", risk="normal")
    draw_town(sheet, ketel_kmh=50, kanaal_kmh=50)
    draw_fronts(sheet, FRONTS)
    _draw_roads(sheet)
    _draw_car_park(sheet)
    _draw_paving(sheet)
    _draw_crossings(sheet)
    _draw_furniture(sheet)
    _draw_routes(sheet)
    return sheet


def _draw_roads(sheet: Sheet) -> None:
    drive: dict[str, Value] = {"surface": "sealed", "shared": "no", "oneway": "no"}
    fast = {**drive, "limit_kmh": 50, "v85_kmh": 56, "lanes": 2}
    slow = {**drive, "limit_kmh": 30, "v85_kmh": 36, "lanes": 1, "oneway": "yes"}
    sheet.add("carriageway", "kanaal", rect(0, 3, 80, 11), **fast)
    sheet.add("carriageway", "vlier-south", rect(72, 11, 77, 60), **slow)
    for n, south in enumerate((23, 39), 1):
        sheet.add("carriageway", f"aisle-{n}", rect(22, south, 66, south + 6), **slow)
        sheet.add("carriageway", f"way-in-{n}", rect(66, south, 72, south + 6), **slow)
    south_bays = rect(14, 1, 70, 3)
    sheet.add("parking", "kanaal-south", south_bays, **BAYS, layout="parallel")
    north_bays = rect(22, 11, 66, 16)
    sheet.add("parking", "kanaal-north", north_bays, **BAYS, layout="perpendicular")


def _draw_car_park(sheet: Sheet) -> None:
    for n, south in enumerate((18, 29, 34, 45), 1):
        row = rect(22, south, 66, south + 5)
        sheet.add("parking", f"row-{n}", row, **BAYS, layout="perpendicular")


def _draw_paving(sheet: Sheet) -> None:
    for name, sides in {
        "south": (0, 0, 80, 1),
        "south-west": (0, 1, 14, 3),
        "south-east": (70, 1, 80, 3),
        "kanaal-west": (0, 11, 16, 16),
        "kanaal-trees": (16, 11, 22, 18),
        "kanaal-middle": (22, 16, 66, 18),
        "kanaal-east": (66, 11, 72, 23),
        "corner": (77, 11, 80, 16),
        "vlier-west-1": (66, 29, 72, 39),
        "vlier-west-2": (66, 45, 72, 50),
        "vlier-east": (77, 16, 80, 60),
        "north": (16, 50, 72, 60),
    }.items():
        sheet.add("footway", name, rect(*sides), **SEALED)
    sheet.add("square", "west", rect(0, 16, 16, 60), **UNEVEN)
    green = rect(16, 18, 22, 50)
    sheet.add("green", "tree-strip", green, walkable="no", surface="soil")


def _draw_crossings(sheet: Sheet) -> None:
    for name, ends in {
        "across-kanaal": ((10, 3), (10, 11)),
        "across-vlier": ((72, 56), (77, 56)),
    }.items():
        sheet.add("footway", name, line(*ends), slope_pct=2.0, crossfall_pct=2.0)
    old: dict[str, Value] = {"kerb_m": 0.12, "tactile": "no", "signals": "no"}
    sheet.add("crossing", "kanaal", rect(8, 3, 12, 11), **old)
    sheet.add("crossing", "vlier", rect(72, 54, 77, 58), **old)
    sheet.add("crossing", "ketel", rect(-9, 54, -2.5, 58), **old)
    sheet.add("crossing", "kanaal-east", rect(92, 3, 96, 11), **old)
    raised: dict[str, Value] = {"height_m": 0.12, "form": "raised", "tactile": "no"}
    for name, y in (("south", 3), ("north", 11)):
        sheet.add("kerb", f"kanaal-{name}", line((0, y), (80, y)), **raised)
    for name, x in (("west", 72), ("east", 77)):
        sheet.add("kerb", f"vlier-{name}", line((x, 11), (x, 60)), **raised)


def _draw_furniture(sheet: Sheet) -> None:
    draw_lamps(sheet, SPOTS_OF_LAMPS)
    draw_trees(
        sheet,
        "strip",
        [(19, 22), (19, 30.5), (19, 39), (19, 47.5)],
        crown_radius_m=3.0,
        crown_15y_radius_m=3.5,
        base_m=2.0,
        height_m=8.0,
        trunk_diameter_m=0.4,
    )
    draw_trees(
        sheet,
        "north",
        [(30, 52.5)],
        crown_radius_m=3.0,
        crown_15y_radius_m=3.0,
        base_m=2.5,
        height_m=10.0,
        trunk_diameter_m=0.5,
    )
    draw_benches(
        sheet,
        [(3.4, 23, 4, 25), (3.4, 33, 4, 35), (3.4, 43, 4, 45)],
        back="yes",
        arms="no",
        side_space="no",
        commercial="no",
    )
    sheet.add("stay_zone", "west", rect(2, 20, 14, 50))
    posts = [point(69.5, y) for y in (50.4, 52, 53.6, 55.2, 56.8, 58.4, 59.4)]
    sheet.add_all(
        "bollard",
        "north",
        posts,
        diameter_m=0.2,
        height_m=0.9,
        fixing="fixed",
        rating="none",
        fire_key="no",
    )
    sheet.add("bin", "west", point(1, 30), diameter_m=0.5)
    sheet.add("stop", "kanaal", point(4, 2))
    sheet.add("noise", "whole", rect(-12, -3, 80, 60), lden_db=68)


def _draw_routes(sheet: Sheet) -> None:
    draw_main_routes(sheet, x=10, y=56, flows=(20, 25))
    exits = (
        ("south", (0, 0, 80, 0)),
        ("west", (0, 16, 0, 60)),
        ("north", (77, 60, 80, 60)),
    )
    draw_exits(sheet, exits)
    sheet.add("crowd_zone", "west", rect(2, 20, 14, 50), people=120)
    sheet.add("risk_spot", "corner", rect(66, 45, 72, 50))
