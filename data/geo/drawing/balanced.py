"""Design b, balanced: passable protection, trees, seats, play, unsealed ground."""

from __future__ import annotations

from collections.abc import Iterator

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

FLAGS: dict[str, Value] = {
    "surface": "sealed",
    "comfort": 5,
    "slope_pct": 1.5,
    "crossfall_pct": 1.0,
}
COURT: dict[str, Value] = {**FLAGS, "surface": "open_joints", "comfort": 4}
#: Old setts along the houses of Kanaalstraat, kept.
SETTS: dict[str, Value] = {**FLAGS, "comfort": 3, "crossfall_pct": 2.5}
STRIPS = {"west": rect(4, 30, 36, 34), "east": rect(44, 30, 76, 34)}
LAWN = rect(8, 42, 32, 56)
GRAVEL = rect(10, 20, 22, 25)
#: Spots of trees whose shade falls on the main route, then of all others.
AVENUE = [(x, 32.5) for x in (8.5, 18, 27.5, 48.5, 58, 67.5)]
GROVE = [(x, 22) for x in (9, 18.5, 28, 50, 59.5, 69)]
OTHERS = [(13, 49), (26, 49), (75, 40), (75, 50)]
FRONTS = (
    Front("north-01", use="shop", shops=(6,), step_m=0.0),
    Front("north-02", use="shop", shops=(5, 7), step_m=0.0),
    Front("north-03", use="food", shops=(5, 8), step_m=0.02),
    Front("north-05", use="health", step_m=0.0),
    Front("north-06", use="food", shops=(6,), step_m=0.02),
    Front("east-01", use="food", shops=(6, 9), step_m=0.0),
    Front("east-02", doors=(8,), use="shop", shops=(5,), step_m=0.02),
    Front("east-04", use="shop", shops=(6,), step_m=0.02),
    Front("south-02", use="shop", shops=(6,), step_m=0.0),
    Front("south-03", use="food", step_m=0.02),
    Front("south-06", use="shop", shops=(6,)),
    Front("south-08", use="food", step_m=0.0),
)
LAMPS = (
    *((13.5, 26.3), (23, 26.3), (54.5, 26.3), (64, 26.3), (38, 25), (38, 45)),
    *((20, 14), (42, 14), (60, 14), (36, 57), (60, 57), (5, 57)),
    *((31, 33), (52, 33)),
)


def draw_balanced() -> Sheet:
    """Draw design b."""
    sheet = Sheet()
    draw_site(sheet, "preliminary", risk="raised")
    draw_town(sheet, ketel_kmh=30, kanaal_kmh=30)
    draw_fronts(sheet, FRONTS)
    _draw_street(sheet)
    _draw_paving(sheet)
    _draw_crossings(sheet)
    _draw_protection(sheet)
    _draw_green(sheet)
    _draw_seats(sheet)
    _draw_play(sheet)
    _draw_furniture(sheet)
    _draw_routes(sheet)
    return sheet


def _draw_street(sheet: Sheet) -> None:
    sheet.add(
        "carriageway",
        "kanaal-shared",
        rect(0, 4, 80, 8),
        limit_kmh=20,
        v85_kmh=18,
        lanes=1,
        oneway="yes",
        shared="yes",
        surface="open_joints",
    )
    sheet.add("cycleway", "kanaal", rect(0, 8, 80, 10))
    bays = rect(60, 2, 72, 4)
    sheet.add(
        "parking",
        "reserved",
        bays,
        disabled="yes",
        layout="parallel",
        surface="grass_pavers",
    )
    sheet.add("drop_off", "kanaal", rect(48, 2, 58, 4))


def _draw_paving(sheet: Sheet) -> None:
    sheet.add("footway", "south", paving((0, 0, 80, 4), rect(60, 2, 72, 4)), **SETTS)
    sheet.add("footway", "table", rect(36, 4, 44, 10), **FLAGS)
    sheet.add("footway", "kanaal-north", rect(0, 10, 80, 18), **FLAGS)
    south = paving((0, 18, 80, 40), GRAVEL, *STRIPS.values())
    sheet.add("square", "south", south, **FLAGS)
    sheet.add("square", "court", paving((0, 40, 80, 60), LAWN), **COURT)


def _draw_crossings(sheet: Sheet) -> None:
    spots = {
        "ketel": (rect(-9, 34, -2.5, 38), 0.0),
        "kanaal-east": (rect(92, 3, 96, 11), 0.01),
        "kapel": (rect(82.5, -2.5, 87.5, 0.5), 0.0),
        "vlier": (rect(72, 62, 77, 65), 0.0),
    }
    for name, (shape, kerb) in spots.items():
        sheet.add("crossing", name, shape, kerb_m=kerb, tactile="yes", signals="no")
    sheet.add("island", "ketel", rect(-6.5, 33, -5, 39))
    sheet.add("island", "kanaal-east", rect(91, 6.2, 97, 7.8))
    flush: dict[str, Value] = {"height_m": 0.0, "form": "flush", "tactile": "yes"}
    sheet.add("kerb", "kanaal-south", line((0, 4), (80, 4)), **flush)
    sheet.add("kerb", "kanaal-north", line((0, 8), (80, 8)), **flush)
    for name, sides in {
        "ketel-west": (-9.6, 34, -9, 38),
        "ketel-east": (-2.5, 34, -1.9, 38),
        "kapel-west": (81.9, -2.5, 82.5, 0.5),
        "kapel-east": (87.5, -2.5, 88.1, 0.5),
    }.items():
        sheet.add("tactile", name, rect(*sides), type="warning")
    sheet.add("tactile", "strip", rect(39.7, 10, 40.3, 16), type="strip")
    sheet.add("tactile", "info", rect(39.2, 33, 40.8, 33.8), type="info")


def _draw_protection(sheet: Sheet) -> None:
    """Draw bollards and planters; no gap is wider than 1.20 m."""
    west = [1.5 + 1.4 * n for n in range(28)]
    east = [40.7 + 1.4 * n for n in range(28)]
    south = [(x, 17.3) for x in (*west, *east, 79.25)]
    row_of_posts(sheet, "south", south, rating="IWA 14 N1 48 km/h 90 deg")
    gate = [(70.8 + 1.4 * n, 59.3) for n in range(7)]
    row_of_posts(sheet, "vlier", gate, fixing="retractable", fire_key="yes")
    for n, y in enumerate((18.6, 24.6, 30.6, 36.6, 42.6, 48.6, 54.6), 1):
        sheet.add(
            "planter",
            f"west-{n}",
            rect(1, y, 2, y + 4.8),
            height_m=0.6,
            fixing="fixed",
            rating="none",
            fire_key="no",
            transparent="no",
        )


def _draw_green(sheet: Sheet) -> None:
    for name, bed in STRIPS.items():
        sheet.add("green", f"strip-{name}", bed, walkable="no", surface="soil")
        sheet.add("shrub", name, bed.buffer(-1.5), height_m=0.5)
    sheet.add("green", "lawn", LAWN, walkable="yes", surface="soil")
    sheet.add("gravel", "boules", GRAVEL)
    sheet.add("water", "basin", rect(42, 19, 46, 24))
    draw_trees(
        sheet,
        "square",
        [*AVENUE, *GROVE, *OTHERS],
        crown_radius_m=3.0,
        crown_15y_radius_m=4.5,
        base_m=2.5,
        height_m=10.0,
        trunk_diameter_m=0.3,
    )


def _benches() -> Iterator[tuple[float, float, float, float]]:
    """Where the shade of a tree falls, and four in the sun beside the main routes."""
    for x, _ in AVENUE:
        yield x + 2.4, 38, x + 4.4, 38.5
    for x, _ in GROVE:
        yield x + 2.4, 27.4, x + 4.4, 27.9
    for south in (27.4, 38):
        yield 35, south, 37, south + 0.5
        yield 43, south, 45, south + 0.5


def _draw_seats(sheet: Sheet) -> None:
    same: dict[str, Value] = {"back": "yes", "arms": "yes", "side_space": "yes"}
    draw_benches(sheet, _benches(), **same, commercial="no")
    terrace = rect(24, 58, 26, 58.5)
    sheet.add(
        "bench", "terrace", terrace, **same, commercial="yes", length_m=2, width_m=0.5
    )
    for name, west in (("west", 8), ("east", 54)):
        wall = rect(west, 29.5, west + 12, 30)
        same_wall: dict[str, Value] = {"fixing": "fixed", "rating": "none"}
        sheet.add(
            "wall", f"seat-{name}", wall, height_m=0.45, transparent="no", **same_wall
        )
    sheet.add("stay_zone", "avenue", rect(5, 25, 75, 40))


def _draw_play(sheet: Sheet) -> None:
    sheet.add("play", "children", rect(46, 44, 58, 54), age_group="children")
    sheet.add("youth", "teenagers", rect(60, 42, 68, 48), age_group="teenagers")
    for name, kind, shape, height in (
        ("play", "fence", line((46, 54), (58, 54), (58, 44)), 1.0),
        ("lawn", "hedge", rect(8, 41.2, 32, 42), 0.8),
    ):
        see = "yes" if kind == "fence" else "no"
        sheet.add(kind, name, shape, height_m=height, transparent=see)


def _draw_furniture(sheet: Sheet) -> None:
    draw_lamps(sheet, LAMPS)
    sheet.add("terrace", "north-03", rect(19, 57, 31, 60))
    sheet.add("canopy", "north-03", rect(19, 58, 31, 60), base_m=2.8)
    toilet = point(66, 57)
    sheet.add("toilet", "court", toilet, free="yes", accessible="yes", h24="yes")
    sheet.add("fountain", "court", point(38, 41.5), free="yes")
    sheet.add("kiosk", "repair", rect(52, 56, 56, 59), height_m=2.8, transparent="no")
    sheet.add("aed", "pharmacy", point(45, 59.5), h24="yes")
    for n, x in enumerate((8, 34, 62), 1):
        sheet.add("bin", f"{n}", point(x, 19), diameter_m=0.5)
    sheet.add("cycle_stand", "west", rect(16, 11, 24, 13))
    sheet.add("stop", "kanaal", rect(24, 2.5, 36, 4))
    sheet.add("noise", "whole", rect(-12, -3, 80, 60), lden_db=58)
    sheet.add(
        "camera",
        "stop",
        point(22, 3),
        azimuth_deg=90,
        fov_deg=60,
        range_m=20,
        height_m=4,
        mask="dwelling",
    )
    sheet.add("risk_spot", "stop", rect(24, 0, 36, 4))
    sheet.add("sensitive_zone", "play", rect(46, 44, 58, 54))


def _draw_routes(sheet: Sheet) -> None:
    draw_main_routes(sheet, x=40, y=36, flows=(30, 35))
    sheet.add("route", "east", line((78, 5), (78, 58)), main="no", peak_flow_pmin=10)
    exits = (
        ("south", (0, 0, 80, 0)),
        ("west", (0, 10, 0, 60)),
        ("north-east", (70, 60, 80, 60)),
    )
    draw_exits(sheet, exits)
    sheet.add("crowd_zone", "avenue", rect(5, 25, 75, 40), people=500)
