"""S-05 of the demo plans by plain geometry, without sbd: for their README.

``python tests/demo_eyes.py`` prints, by day and at night, the share of the walkable
square metres that doors and windows overlook, and how much the least overlooked one is
seen. In the demo only houses and kiosks are higher than an eye.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

FOLDER = Path(__file__).resolve().parent.parent / "data" / "geo"
CORNER = np.array([148900.0, 170600.0])
#: Kinds one walks on in the demo; b shares its street and opens its lawn.
WALKED = ("footway", "square", "crossing", "play", "youth", "terrace")
SOLID = ("kiosk", "planter", "tree", "bench", "lamp", "bin", "bollard")
#: The four ways a facade of the demo may face.
WAYS = np.array([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)])


def layer(variant: str, kind: str) -> gpd.GeoDataFrame:
    """Read a layer in metres from the site's corner; empty where there is none."""
    file = FOLDER / f"vlierplein-{variant}.gpkg"
    if kind not in {name for name, _ in pyogrio.list_layers(file)}:
        return gpd.GeoDataFrame({"geometry": []})
    frame = gpd.read_file(file, layer=kind)
    return frame.set_geometry(frame.translate(*-CORNER))


def cells(variant: str) -> np.ndarray:
    """Middles of the square metres of walkable ground. (n, 2)"""
    areas = [g for k in WALKED for g in layer(variant, k).geometry]
    for kind, column in (("carriageway", "shared"), ("green", "walkable")):
        frame = layer(variant, kind)
        if column in frame:
            areas += list(frame.geometry[frame[column] == "yes"])
    ground = shapely.union_all([g for g in areas if g.geom_type == "Polygon"])
    solid = [g for k in SOLID for g in layer(variant, k).geometry]
    ground -= shapely.union_all([g for g in solid if g.geom_type == "Polygon"])
    for kind, column, usual in (("tree", "trunk_diameter_m", 0), ("bin", "", 0.5)):
        frame = layer(variant, kind)
        size = frame.get(column, usual)
        ground -= shapely.union_all(frame.buffer(size / 2).to_numpy())
    x, y = np.meshgrid(np.arange(0.5, 80), np.arange(0.5, 60))
    spots = np.column_stack([x.ravel(), y.ravel()])
    found: np.ndarray = spots[shapely.contains_xy(ground, spots)]
    return found


def weight(row: dict[str, object], *, night: bool) -> float:
    """Return what an opening counts."""
    if row["active_night"] != "yes" if night else row["active_day"] == "no":
        return 0.0
    if row["type"] == "window" and row["use"] == "office":
        return 0.0 if night else 0.5
    if row["type"] == "window" and row["use"] == "dwelling":
        return 0.6 if row["floor"] <= 1 else 0.3 if row["floor"] <= 3 else 0.0
    return {"shopfront": 1.0, "door": 0.8}.get(str(row["type"]), 0.0)


def sums(variant: str, *, night: bool) -> np.ndarray:
    """Return S of each square metre."""
    spots = cells(variant)
    houses = shapely.union_all(layer(variant, "building").geometry.to_numpy())
    hidden = shapely.union_all([houses, *layer(variant, "kiosk").geometry])
    hidden = hidden.buffer(-1e-6)
    shapely.prepare(hidden)
    total = np.zeros(len(spots))
    for row in layer(variant, "opening").to_dict("records"):
        at = np.array(row["geometry"].coords[0])
        worth = weight(row, night=night)
        out = [w for w in WAYS if houses.contains(shapely.Point(at - 0.05 * w))]
        if worth == 0 or not len(out):
            continue
        eye = at + 0.05 * out[0]
        far = np.hypot(*(spots - eye).T)
        ahead = (spots - eye) @ out[0] / far
        counted = worth * ahead * np.clip((100 - far) / 75, 0, 1)
        near = np.flatnonzero(counted > 0)
        lines = np.stack([np.broadcast_to(eye, (len(near), 2)), spots[near]], axis=1)
        free = ~shapely.intersects(shapely.linestrings(lines), hidden)
        total[near[free]] += counted[near[free]]
    return total


if __name__ == "__main__":
    for name in ("existing", "a", "b"):
        for time in ("day", "night"):
            seen = sums(name, night=time == "night")
            share = 100 * float((seen >= 0.5).mean())
            line = f"{name} by {time}: {share:.2f} %, least {seen.min():.2f}\n"
            sys.stdout.write(line)
