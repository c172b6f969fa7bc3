"""The light of the demo plans by a plain calculation, without sbd: for their README.

``python tests/demo_light.py`` prints the values of the table. Coordinates are those of
the files; a lamp of the demo sends 4,000 lm into a cone of 80 degrees, MF 0.85.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.plain_light import Layers, on_faces, on_ground, on_walls  # noqa: E402

#: What hides or bears nothing of light but stands on the ground.
SOLID = (
    "building", "bollard", "barrier", "planter", "wall", "fence", "hedge", "kiosk",
    "bench", "lamp", "bin", "tree",
)  # fmt: skip
WALKED = ("footway", "square", "crossing", "play", "youth", "terrace")


def layers(variant: str) -> Layers:
    """Return the layers of a demo plan by kind."""
    path = ROOT / "data" / "geo" / f"vlierplein-{variant}.gpkg"
    present = {name for name, _ in pyogrio.list_layers(path)}

    @cache
    def of(kind: str) -> gpd.GeoDataFrame:
        if kind not in present:
            return gpd.GeoDataFrame({"geometry": []}, crs="EPSG:31370")
        return gpd.read_file(path, layer=kind)

    return of


def walkable(of: Layers) -> shapely.Geometry:
    """Return the ground to walk on: what ranks higher takes from what ranks lower."""

    def union(*kinds: str) -> shapely.Geometry:
        return shapely.union_all([g for k in kinds for g in of(k).geometry])

    street = of("carriageway")
    shared = street[street["shared"] == "yes"].geometry.union_all()
    lawn = of("green")
    lawn = lawn[lawn["walkable"] == "yes"] if "walkable" in lawn else lawn.iloc[:0]
    paved = union(*WALKED)
    not_walked = street[street["shared"] != "yes"].geometry.union_all()
    ground = shapely.union_all(
        [
            paved,
            shared - union("cycleway", "parking"),
            lawn.geometry.union_all() - not_walked - union("cycleway", "parking"),
        ]
    )
    ground = ground - union("building", "water")
    solid = [shape for kind in SOLID for shape in _footprints(of(kind))]
    return ground.intersection(union("site")) - shapely.union_all(solid)


def _footprints(things: gpd.GeoDataFrame) -> list[shapely.Geometry]:
    size = "trunk_diameter_m" if "trunk_diameter_m" in things else "diameter_m"
    found = []
    for thing in things.itertuples():
        if thing.geometry.geom_type == "Point":
            found.append(thing.geometry.buffer(getattr(thing, size, 0.0) / 2))
        elif thing.geometry.geom_type.endswith("Polygon"):
            found.append(thing.geometry)
    return found


def cells(of: Layers) -> np.ndarray:
    """Return the light on the cells of 1 m whose middle is walkable. [lx]"""
    ground = walkable(of)
    west, south, east, north = map(int, of("site").total_bounds)
    x, y = np.meshgrid(np.arange(west, east) + 0.5, np.arange(south, north) + 0.5)
    spots = np.column_stack([x.ravel(), y.ravel()])
    return on_ground(of, spots[shapely.contains_xy(ground, spots)])


def faces(of: Layers) -> np.ndarray:
    """Return the light on faces along the main routes, the worse way. [lx]"""
    routes = of("route")
    site = of("site").geometry.iloc[0]
    worse = []
    for route in routes[routes["main"] == "yes"].geometry:
        line = route.intersection(site)
        along = np.arange(round(line.length)) + 0.5
        at = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
        spots = np.column_stack([at, np.full(len(at), 1.5)])
        way = np.subtract(line.coords[-1], line.coords[0]) / line.length
        both = [on_faces(of, spots, sign * way) for sign in (1, -1)]
        worse.append(np.min(both, axis=0))
    return np.concatenate(worse)


def windows(of: Layers) -> np.ndarray:
    """Return the light on windows of homes within 30 m of the site. [lx]"""
    found = of("opening")
    found = found[(found["type"] == "window") & (found["use"] == "dwelling")]
    found = found[found.dwithin(of("site").geometry.iloc[0], 30)]
    houses = of("building").geometry.union_all()
    at = np.column_stack([found.geometry.x, found.geometry.y])
    facing = np.zeros((len(at), 2))
    for way in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        out = ~shapely.intersects_xy(houses, at + 0.05 * np.array(way))
        facing[out] = way
    height = 3 * found["floor"].to_numpy() + 1.5
    spots = np.column_stack([at + 0.05 * facing, height])
    return on_walls(of, spots, facing)


def around_stands(of: Layers) -> list[tuple[float, float]]:
    """Return the mean and the least light within 2 m of each cycle stand. [lx]"""
    found = []
    for stand in of("cycle_stand").geometry:
        around = stand.buffer(2)
        west, south, east, north = around.bounds
        x, y = np.meshgrid(
            np.arange(np.floor(west), east, 0.5) + 0.25,
            np.arange(np.floor(south), north, 0.5) + 0.25,
        )
        spots = np.column_stack([x.ravel(), y.ravel()])
        light = on_ground(of, spots[shapely.contains_xy(around, spots)])
        found.append((float(light.mean()), float(light.min())))
    return found


def table(variant: str) -> dict[str, float]:
    """Return the values of the README by the name of the indicator."""
    of = layers(variant)
    ground = cells(of)
    low = float(np.percentile(ground, 5))
    stands = [m >= 5 and least >= 1 for m, least in around_stands(of)]
    return {
        "lit_mean": float(ground.mean()),
        "lit_low": low,
        "lit_evenness": low / float(ground.mean()),
        "face_light": float(np.percentile(faces(of), 5)),
        "window_light": float(windows(of).max()),
        # All stands of the demo are overlooked: see S-05.
        "good_cycle_stand_share": 100 * float(np.mean(stands)) if stands else 0.0,
    }


if __name__ == "__main__":
    for name in ("existing", "a", "b"):
        print(name, table(name))  # noqa: T201
