"""Design a, security first: a closed row of bollards, sealed ground, few seats."""

from __future__ import annotations

from collections.abc import Iterator

from drawing.existing import BAYS
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
    paving,
    row_of_posts,
)
from drawing.town import draw_town

SEALED: dict[str, Value] = {
    "surface": "sealed",
    "comfort": 4,
    "slope_pct": 2.0,
    "crossfall_pct": 1.5,
}
#: The footway along Kanaalstraat falls towards the gutter.
TILTED: dict[str, Value] = {**SEALED, "crossfall_pct": 2.5}
BEDS = {
    "south-west": rect(4, 19, 12, 29),
    "south-east": rect(58, 19, 66, 29),
    "north-west": rect(4, 44, 12, 54),
    "north-east": rect(58, 44, 66, 54),
}
FRONTS = (
    Front("north-02", shops=(6,), use="shop", step_m=0.02),
    Front("north-03", shops=(6,), use="food", step_m=0.02),
    Front("north-05", use="health", step_m=0.0),
    Front("east-01", use="food", step_m=0.02),
    Front("east-02", doors=(8,)),
    Front("south-03", use="food", step_m=0.02),
    Front("south-06", use="shop"),
)
LAMPS = (
    (16, 22),
    (30, 22),
    (50, 22),
    (16, 38.5),
    (30, 38.5),
    (50, 38.5),
    (68, 38.5),
    (16, 57),
    (36, 57),
    (50, 57),
)


def draw_secured() -> Sheet:
    """Draw design a."""
    sheet = Sheet()
    draw_site(sheet, "preliminary", risk="raised")
    draw_town(sheet, ketel_kmh=50, kanaal_kmh=30)
    draw_fronts(sheet, FRONTS)
    _draw_roads(sheet)
    _draw_paving(sheet)
    _draw_crossings(sheet)
    row_of_posts(sheet, "ring", _ring(), rating="IWA 14 N1 48 km/h 90 deg")
    _draw_green(sheet)
    _draw_furniture(sheet)
    _draw_security(sheet)
    _draw_routes(sheet)
    return sheet


def _draw_roads(sheet: Sheet) -> None:
    drive: dict[str, Value] = {
        "surface": "sealed",
        "shared": "no",
        "limit_kmh": 30,
        "v85_kmh": 32,
    }
    kanaal = rect(0, 3, 80, 9)
    sheet.add("carriageway", "kanaal", kanaal, **drive, oneway="no", lanes=2)
    lane = rect(72, 9, 77, 60)
    sheet.add("carriageway", "vlier-south", lane, **drive, oneway="yes", lanes=1)
    west, east = rect(2, 9, 36, 14), rect(44, 9, 65, 14)
    sheet.add("parking", "kanaal-west", west, **BAYS, layout="perpendicular")
    sheet.add("parking", "kanaal-east", east, **BAYS, layout="perpendicular")
    reserved: dict[str, Value] = {**BAYS, "disabled": "yes"}
    bay = rect(65, 9, 70, 14)
    sheet.add("parking", "reserved", bay, **reserved, layout="perpendicular")


def _draw_paving(sheet: Sheet) -> None:
    for name, sides in {
        "south": (0, 0, 80, 3),
        "kanaal-1": (0, 9, 2, 14),
        "kanaal-2": (36, 9, 44, 14),
        "kanaal-3": (70, 9, 72, 14),
        "kanaal-north": (0, 14, 72, 18),
    }.items():
        sheet.add("footway", name, rect(*sides), **TILTED)
    sheet.add("footway", "vlier-east", rect(77, 9, 80, 60), **SEALED)
    square = paving((0, 18, 72, 60), *BEDS.values())
    sheet.add("square", "vlierplein", square, **SEALED)


def _draw_crossings(sheet: Sheet) -> None:
    for name, ends in {
        "across-kanaal": ((40, 3), (40, 9)),
        "across-vlier": ((72, 36), (77, 36)),
    }.items():
        sheet.add("footway", name, line(*ends), slope_pct=2.0, crossfall_pct=2.0)
    new: dict[str, Value] = {"kerb_m": 0.01, "tactile": "yes", "signals": "no"}
    old: dict[str, Value] = {"kerb_m": 0.03, "tactile": "no", "signals": "no"}
    sheet.add("crossing", "kanaal", rect(38, 3, 42, 9), **new)
    sheet.add("crossing", "vlier", rect(72, 34, 77, 38), **new)
    sheet.add("crossing", "ketel", rect(-9, 34, -2.5, 38), **old)
    sheet.add("crossing", "kanaal-east", rect(92, 3, 96, 11), **old)
    for name, y in (("south", 3), ("north", 9)):
        _draw_kerb(sheet, f"kanaal-{name}", ((0, y), (38, y), (42, y), (80, y)))
    for name, x in (("west", 72), ("east", 77)):
        _draw_kerb(sheet, f"vlier-{name}", ((x, 9), (x, 34), (x, 38), (x, 60)))
    for name, sides in {
        "kanaal-south": (38, 2.4, 42, 3),
        "kanaal-north": (38, 9, 42, 9.6),
        "vlier-west": (71.4, 34, 72, 38),
        "vlier-east": (77, 34, 77.6, 38),
    }.items():
        sheet.add("tactile", name, rect(*sides), type="warning")


def _draw_kerb(
    sheet: Sheet, name: str, corners: tuple[tuple[float, float], ...]
) -> None:
    """Draw a kerb that is raised but for its middle stretch, at a crossing."""
    raised: dict[str, Value] = {"height_m": 0.12, "form": "raised", "tactile": "no"}
    low: dict[str, Value] = {"height_m": 0.01, "form": "lowered", "tactile": "yes"}
    a, b, c, d = corners
    sheet.add("kerb", f"{name}-1", line(a, b), **raised)
    sheet.add("kerb", f"{name}-2", line(b, c), **low)
    sheet.add("kerb", f"{name}-3", line(c, d), **raised)


def _ring() -> Iterator[tuple[float, float]]:
    """Bollards 1.00 m apart on three sides; 1.15 m where the main routes pass."""
    south = [*(0.45 + n for n in range(40)), *(40.6 + n for n in range(30))]
    sides = [*(17.45 + n for n in range(19)), *(36.6 + n for n in range(24))]
    yield from ((x, 16.45) for x in south)
    yield from ((0.45, y) for y in sides)
    yield from ((69.6, y) for y in sides)


def _draw_green(sheet: Sheet) -> None:
    for name, bed in BEDS.items():
        sheet.add("green", name, bed, walkable="no", surface="soil")
    draw_trees(
        sheet,
        "bed",
        [(x, y) for x in (8, 62) for y in (20.5, 27.6, 45.5, 52.6)],
        crown_radius_m=2.5,
        crown_15y_radius_m=3.5,
        base_m=2.2,
        height_m=6.0,
        trunk_diameter_m=0.2,
    )


def _draw_furniture(sheet: Sheet) -> None:
    draw_lamps(sheet, LAMPS)
    draw_benches(
        sheet,
        [
            (20, 48, 21.5, 48.5),
            (33.5, 48, 34, 49.5),
            (46, 47, 46.5, 48.5),
            (64, 29.5, 65.5, 30),
        ],
        back="no",
        arms="no",
        side_space="yes",
        commercial="no",
    )
    sheet.add("stay_zone", "middle", rect(12, 40, 52, 55))
    sheet.add("play", "small", rect(58, 38, 66, 43), age_group="children")
    sheet.add("terrace", "north-03", rect(20, 57, 30, 60))
    sheet.add("canopy", "north-03", rect(20, 58, 30, 60), base_m=2.6)
    sheet.add("kiosk", "news", rect(24, 27, 28, 30), height_m=2.8, transparent="no")
    sheet.add("ramp", "north-05", rect(42, 58.6, 48, 60), slope_pct=5.0)
    sheet.add("step", "north-05", line((41.5, 58.6), (42, 58.6)), height_m=0.15, n=2)
    guard = line((62, 2.7), (74, 2.7))
    sheet.add("barrier", "kanaal", guard, height_m=1.0, fixing="fixed", rating="none")
    sheet.add("bin", "south", point(36, 19), diameter_m=0.5)
    sheet.add("bin", "north", point(44, 57), diameter_m=0.5)
    sheet.add("stop", "kanaal", rect(20, 1, 32, 3))
    sheet.add("drop_off", "kanaal", rect(50, 1, 60, 3))
    sheet.add("noise", "whole", rect(-12, -3, 80, 60), lden_db=64)


def _draw_security(sheet: Sheet) -> None:
    for name, (x, y), azimuth in (
        ("south-west", (2, 18), 45),
        ("south-east", (68, 18), 315),
        ("north-west", (2, 58), 135),
        ("north-east", (68, 58), 225),
    ):
        sheet.add(
            "camera",
            name,
            point(x, y),
            azimuth_deg=azimuth,
            fov_deg=90,
            range_m=40,
            height_m=4.5,
            mask="none",
        )
    sheet.add("risk_spot", "terrace", rect(18, 52, 34, 60))
    sheet.add("sensitive_zone", "surgery", rect(40, 57, 51, 60))


def _draw_routes(sheet: Sheet) -> None:
    draw_main_routes(sheet, x=40, y=36, flows=(30, 35))
    sheet.add("route", "terrace", line((20, 18), (20, 56)), main="no", peak_flow_pmin=8)
    exits = (
        ("south", (0, 0, 80, 0)),
        ("west", (0, 14, 0, 60)),
        ("north-east", (77, 60, 80, 60)),
    )
    draw_exits(sheet, exits)
    sheet.add("crowd_zone", "middle", rect(12, 40, 52, 55), people=600)
