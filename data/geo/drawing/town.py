"""The town around the square: streets and rows of houses, the same in all designs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from shapely.geometry import Point, Polygon

from drawing.sheet import Sheet, Value, rect

#: Where the streets end: the edge of the drawing, 210 m from the site. [m]
WEST, SOUTH, EAST, NORTH = -210.0, -210.0, 290.0, 270.0
#: Paving of the streets around.
PAVED: dict[str, Value] = {"surface": "sealed", "slope_pct": 1.0, "crossfall_pct": 1.5}
_WIDTHS = (9.0, 12.0, 10.0, 8.0, 14.0, 11.0, 13.0)
_DEPTHS = (12.0, 11.0, 13.0, 14.0, 11.0, 12.0)
_LEVELS = (3, 4, 3, 5, 4, 3, 4)
_USES = ("dwelling", "dwelling", "dwelling", "shop", "dwelling", "office", "dwelling")


@dataclass(frozen=True)
class Row:
    """A row of houses with their facades on one line.

    Parameters
    ----------
    name : str
        Start of the ids of its houses.
    facing : {"north", "south", "east", "west"}
        Where the doors look.
    at : float
        The y (facing north or south) or x (facing east or west) of the facades. [m]
    start, end : float
        From where to where along the other axis. [m]
    widths : tuple of float
        Plot widths; the usual ones, repeated, where empty. [m]
    """

    name: str
    facing: str
    at: float
    start: float
    end: float
    widths: tuple[float, ...] = ()

    def plots(self) -> Iterator[House]:
        """Yield the houses from start to end; the last takes what is left."""
        at, depths = self.start, cycle(_DEPTHS)
        levels, uses = cycle(_LEVELS), cycle(_USES)
        widths = cycle(self.widths or _WIDTHS)
        n = 0
        while at < self.end:
            n += 1
            width = next(widths)
            if self.end - at - width < min(_WIDTHS):
                width = self.end - at
            depth = 14.0 if n == 1 else next(depths)
            name = f"{self.name}-{n:02d}"
            yield House(self, name, at, width, depth, next(levels), next(uses))
            at += width


@dataclass(frozen=True)
class House:
    """One plot of a row, with a house on all of it."""

    row: Row
    name: str
    start: float
    width: float
    depth: float
    levels: int
    use: str

    @property
    def outline(self) -> Polygon:
        """The house in plan. [m]"""
        a, b, at, d = self.start, self.start + self.width, self.row.at, self.depth
        match self.row.facing:
            case "south":
                return rect(a, at, b, at + d)
            case "north":
                return rect(a, at - d, b, at)
            case "west":
                return rect(at, a, at + d, b)
            case _:
                return rect(at - d, a, at, b)

    def on_facade(self, along: float) -> Point:
        """Return the point of the facade so far from the plot's start. [m]"""
        if self.row.facing in ("north", "south"):
            return Point(self.start + along, self.row.at)
        return Point(self.row.at, self.start + along)


#: Rows that look on the square; their doors and shops differ between designs.
SQUARE_ROWS = (
    Row("north", "south", 60, 0, 70, (10, 9, 12, 8, 11, 10, 10)),
    Row("east", "west", 80, 16, 60, (12, 10, 11, 11)),
    Row("south", "north", -3, 0, 80, (10, 12, 8, 11, 9, 10, 8, 12)),
)
#: Rows along the streets that lead away.
STREET_ROWS = (
    Row("ketel-nw", "east", -12, 16, 200),
    Row("ketel-sw", "east", -12, -151, -3),
    Row("ketel-n", "west", 0, 74, 200),
    Row("ketel-s", "west", 0, -150, -17),
    Row("vlier-w", "east", 70, 74, 200),
    Row("vlier-e", "west", 80, 60, 200, (12, 9, 11, 10, 13)),
    Row("kapel-w", "east", 80, -150, -17),
    Row("kapel-e", "west", 90, -151, -3),
    Row("kanaal-ne", "south", 16, 94, 228),
    Row("kanaal-se", "north", -3, 104, 228),
    Row("kanaal-nw", "south", 16, -150, -26),
    Row("kanaal-sw", "north", -3, -150, -26),
)


def draw_town(sheet: Sheet, *, ketel_kmh: int, kanaal_kmh: int) -> None:
    """Draw all houses, and the streets outside the site.

    Parameters
    ----------
    sheet : Sheet
        Drawn on.
    ketel_kmh, kanaal_kmh : int
        Speed limits of Ketelstraat, and of Kanaalstraat outside the site. [km/h]
    """
    for row in (*SQUARE_ROWS, *STREET_ROWS):
        for house in row.plots():
            _draw_house(sheet, house)
    for row in STREET_ROWS:
        for house in row.plots():
            _draw_openings(sheet, house)
    _draw_ketelstraat(sheet, ketel_kmh)
    _draw_kanaalstraat(sheet, kanaal_kmh)
    _draw_side_streets(sheet)


def _draw_house(sheet: Sheet, house: House) -> None:
    sheet.add(
        "building",
        house.name,
        house.outline,
        height_m=3.0 * house.levels,
        levels=house.levels,
        use=house.use,
        rise="low" if house.levels < 5 else "mid",
        # The floor of a fourth storey lies at 9 m: low, as the fire rules count.
        fire_access="required" if house.levels > 4 else "not_required",
    )


def _draw_openings(sheet: Sheet, house: House) -> None:
    """A door, a shop window where there is a shop, and a window on each floor."""
    door = house.on_facade(2)
    by_day = "yes" if house.use != "dwelling" else "no"
    by_night = "yes" if house.use == "dwelling" else "no"
    active = {"active_day": by_day, "active_night": by_night}
    sheet.add("opening", f"{house.name}-door", door, type="door", use=house.use)
    sheet.add("entrance", house.name, door, main="yes", public="no", step_m=0.12)
    for floor in range(3):
        kind = "shopfront" if floor == 0 and house.use == "shop" else "window"
        use = house.use if floor == 0 else "dwelling"
        sheet.add(
            "opening",
            f"{house.name}-{kind}-{floor}",
            house.on_facade(5),
            type=kind,
            use=use,
            floor=floor,
            **active,
        )


def _drive(limit_kmh: int) -> dict[str, Value]:
    return {
        "limit_kmh": limit_kmh,
        "v85_kmh": 1.1 * limit_kmh,
        "lanes": 2,
        "surface": "sealed",
        "oneway": "no",
        "shared": "no",
    }


def _draw_ketelstraat(sheet: Sheet, limit_kmh: int) -> None:
    """West of the site, 12 m from wall to wall, 6.5 m of it carriageway."""
    for name, south, north in (("s", SOUTH, 3), ("n", 11, NORTH)):
        sheet.add("footway", f"ketel-w-{name}", rect(-12, south, -9, north), **PAVED)
        sheet.add("footway", f"ketel-e-{name}", rect(-2.5, south, 0, north), **PAVED)
    ketel = rect(-9, SOUTH, -2.5, NORTH)
    sheet.add("carriageway", "ketel", ketel, **_drive(limit_kmh))


def _draw_kanaalstraat(sheet: Sheet, limit_kmh: int) -> None:
    """West and east of the site, 8 m of carriageway with parking on the south side."""
    drive = _drive(limit_kmh)
    bays: dict[str, Value] = {
        "surface": "sealed",
        "layout": "parallel",
        "disabled": "no",
    }
    sheet.add("footway", "kanaal-w-s", rect(WEST, -3, -12, 1), **PAVED)
    sheet.add("footway", "kanaal-w-n", rect(WEST, 11, -12, 16), **PAVED)
    sheet.add("footway", "kanaal-e-s", rect(90, -3, EAST, 1), **PAVED)
    sheet.add("footway", "kanaal-e-n", rect(80, 11, EAST, 16), **PAVED)
    sheet.add("footway", "kanaal-w-corner", rect(-20, 1, -12, 3), **PAVED)
    sheet.add("footway", "kanaal-e-corner", rect(90, 1, 98, 3), **PAVED)
    sheet.add("parking", "kanaal-w", rect(WEST, 1, -20, 3), **bays)
    sheet.add("parking", "kanaal-e", rect(98, 1, EAST, 3), **bays)
    sheet.add("carriageway", "kanaal-w", rect(WEST, 3, -9, 11), **drive)
    sheet.add("carriageway", "kanaal-mouth", rect(-2.5, 3, 0, 11), **drive)
    sheet.add("carriageway", "kanaal-e", rect(80, 3, EAST, 11), **drive)


def _draw_side_streets(sheet: Sheet) -> None:
    """Vlierstraat to the north and Kapelstraat to the south, each 10 m wide."""
    drive: dict[str, Value] = {
        "limit_kmh": 30,
        "v85_kmh": 33,
        "lanes": 1,
        "surface": "open_joints",
        "oneway": "yes",
        "shared": "no",
    }
    sheet.add("footway", "vlier-w", rect(70, 60, 72, NORTH), **PAVED)
    sheet.add("carriageway", "vlier", rect(72, 60, 77, NORTH), **drive)
    sheet.add("footway", "vlier-e", rect(77, 60, 80, NORTH), **PAVED)
    sheet.add("footway", "kapel-w", rect(80, SOUTH, 82.5, 3), **PAVED)
    sheet.add("carriageway", "kapel", rect(82.5, SOUTH, 87.5, 3), **drive)
    sheet.add("footway", "kapel-e", rect(87.5, SOUTH, 90, 3), **PAVED)
    sheet.add("footway", "kanaal-houses", rect(0, -3, 80, 0), **PAVED)
