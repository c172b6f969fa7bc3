"""What all designs share: the site, the facades on the square, street lamps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely import Polygon, union_all

from drawing.sheet import Sheet, Value, line, point, rect
from drawing.town import SQUARE_ROWS, House
from sbd.plans.kinds import KINDS

SITE = rect(0, 0, 80, 60)
#: West, south, east and north of where services were looked for: 820 m round the site.
SURVEYED = (-820, -820, 900, 880)
#: The drawing is complete for everything a plan can hold.
DECLARES = ",".join(kind for kind in KINDS if kind not in ("site", "extent"))
#: Street lamps outside the site that stand in all designs.
STREET_LAMPS = ((-11, -20), (-11, 0), (-11, 30), (-11, 60), (-11, 80), (96, 14))
POST: Mapping[str, Value] = {
    "diameter_m": 0.2,
    "height_m": 0.9,
    "fixing": "fixed",
    "rating": "none",
    "fire_key": "no",
}
LAMP: Mapping[str, Value] = {
    "diameter_m": 0.2,
    "height_m": 5.0,
    "lumen": 4000,
    "cutoff_deg": 80,
    "mf": 0.85,
    "ies": "school-street-5m.ies",
}


@dataclass(frozen=True)
class Front:
    """The ground floor of one house on the square.

    Parameters
    ----------
    house : str
        Name of the house in its row.
    doors, shops : tuple of float
        Where, from the start of the plot. [m]
    use : str
        Of the ground floor.
    step_m : float
        At each door. [m]
    """

    house: str
    doors: tuple[float, ...] = (2.0,)
    shops: tuple[float, ...] = ()
    use: str = "dwelling"
    step_m: float = 0.12


def draw_site(sheet: Sheet, design_phase: str, *, risk: str) -> None:
    """Draw the site and how far the drawing is complete."""
    sheet.add(
        "site",
        "vlierplein",
        SITE,
        name="Vlierplein · Place du Sureau",
        space_type="square",
        design_phase=design_phase,
        declares=DECLARES,
        risk=risk,
        risk_decided_by="municipal safety coordinator",
        risk_date="2026-03-02",
        design_vehicle="N1",
    )
    sheet.add("extent", "drawing", rect(*SURVEYED))


def draw_fronts(sheet: Sheet, fronts: Iterable[Front]) -> None:
    """Draw doors, shop windows and windows of the houses on the square."""
    by_house = {front.house: front for front in fronts}
    for row in SQUARE_ROWS:
        for house in row.plots():
            front = by_house.get(house.name, Front(house.name))
            _draw_front(sheet, house, front)
            _draw_windows(sheet, house)


def _draw_front(sheet: Sheet, house: House, front: Front) -> None:
    active: dict[str, Value] = {
        "use": front.use,
        "floor": 0,
        "active_day": "no" if front.use == "dwelling" else "yes",
        "active_night": "yes" if front.use in ("dwelling", "food") else "no",
    }
    public = "yes" if front.use in ("shop", "food", "health") else "no"
    for n, along in enumerate(front.doors, 1):
        door = house.on_facade(along)
        sheet.add("opening", f"{house.name}-door-{n}", door, type="door", **active)
        sheet.add(
            "entrance",
            f"{house.name}-{n}",
            door,
            main="yes" if n == 1 else "no",
            public=public,
            step_m=front.step_m,
        )
    for n, along in enumerate(front.shops, 1):
        glass = house.on_facade(along)
        name = f"{house.name}-shopfront-{n}"
        sheet.add("opening", name, glass, type="shopfront", **active)


def _draw_windows(sheet: Sheet, house: House) -> None:
    """One window of a dwelling on the first and on the second floor."""
    for floor in (1, 2):
        sheet.add(
            "opening",
            f"{house.name}-window-{floor}",
            house.on_facade(house.width / 2),
            type="window",
            use="dwelling",
            floor=floor,
            active_day="no",
            active_night="yes",
        )


def draw_lamps(sheet: Sheet, spots: Iterable[tuple[float, float]]) -> None:
    """Draw the street lamps around, and lamps in the site."""
    for n, (x, y) in enumerate(STREET_LAMPS, 1):
        sheet.add("lamp", f"street-{n}", point(x, y), **LAMP)
    for n, (x, y) in enumerate(spots, 1):
        sheet.add("lamp", f"{n:02d}", point(x, y), **LAMP)


def draw_trees(
    sheet: Sheet, name: str, spots: Iterable[tuple[float, float]], **size: Value
) -> None:
    """Draw trees of one size, numbered."""
    sheet.add_all("tree", name, [point(x, y) for x, y in spots], **size)


def draw_benches(
    sheet: Sheet, benches: Iterable[tuple[float, float, float, float]], **same: Value
) -> None:
    """Draw benches as rectangles; their long side is their length."""
    for n, sides in enumerate(benches, 1):
        west, south, east, north = sides
        width, length = sorted((east - west, north - south))
        sheet.add(
            "bench",
            f"{n:02d}",
            rect(*sides),
            length_m=round(length, 2),
            width_m=round(width, 2),
            **same,
        )


def draw_main_routes(
    sheet: Sheet, *, x: float, y: float, flows: tuple[int, int]
) -> None:
    """Draw the two main routes: from south to north at x, from west to east at y.

    `flows` are their persons a minute at the busiest time.
    """
    across, along = line((x, -1.5), (x, 60)), line((-11, y), (80, y))
    sheet.add("route", "south-north", across, main="yes", peak_flow_pmin=flows[0])
    sheet.add("route", "west-east", along, main="yes", peak_flow_pmin=flows[1])


def draw_exits(sheet: Sheet, exits: Iterable[tuple[str, tuple[float, ...]]]) -> None:
    """Draw exits as lines on the border of the site; clear over their length."""
    for name, (ax, ay, bx, by) in exits:
        shape = line((ax, ay), (bx, by))
        sheet.add("exit", name, shape, clear_m=round(shape.length, 2))


def paving(sides: tuple[float, float, float, float], *beds: Polygon) -> Polygon:
    """Return a rectangle of paving with openings where beds lie in it. [m]"""
    return rect(*sides).difference(union_all(beds))


def row_of_posts(
    sheet: Sheet, name: str, spots: Iterable[tuple[float, float]], **more: Value
) -> None:
    """Draw a row of bollards of 0.20 m, numbered along the row."""
    posts = [point(round(x, 3), round(y, 3)) for x, y in spots]
    sheet.add_all("bollard", name, posts, **{**POST, **more})
