"""Approach speeds on the demo plans, worked plainly: straight lines and a ruler.

``python tests/demo_vehicles.py`` prints the values of S-01; nothing of sbd is used.
From points every 2 m of the crowd zone's edge, lines are drawn to where streets, or the
2 m beside them, enter the window; a line counts if nothing stands within half a car's
width of it.
"""

from __future__ import annotations

import sys
from math import hypot, sqrt
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from shapely.geometry import LineString

FOLDER = Path(__file__).resolve().parents[1] / "data" / "geo"
ORIGIN = np.array([148900.0, 170600.0])
HALF_WIDTH_M, ACCELERATION, WINDOW_M, BESIDE_M = 0.9, 3.0, 150.0, 2.0
SOLID = (
    "building", "bollard", "barrier", "planter", "wall", "fence", "hedge", "kiosk",
    "bench", "lamp", "bin", "tree",
)  # fmt: skip


def layer(variant: str, kind: str) -> gpd.GeoDataFrame:
    """Read a kind of a plan, in metres from the corner of the site; perhaps empty."""
    path = FOLDER / f"vlierplein-{variant}.gpkg"
    if kind not in {name for name, _ in pyogrio.list_layers(path)}:
        return gpd.GeoDataFrame(geometry=[])
    found = gpd.read_file(path, layer=kind)
    found["geometry"] = found.translate(*-ORIGIN)
    return found


def obstacles(variant: str) -> list[shapely.Geometry]:
    """Draw what stands, with its size; what can be taken away is open."""
    found = []
    for kind in SOLID:
        things = layer(variant, kind)
        for row in things.itertuples():
            if getattr(row, "fixing", "fixed") in ("removable", "retractable"):
                continue
            name = "trunk_diameter_m" if kind == "tree" else "diameter_m"
            size = getattr(row, name, None) or 0.0
            point = row.geometry.geom_type == "Point"
            found.append(row.geometry.buffer(size / 2) if point else row.geometry)
    return found


def fastest(variant: str) -> tuple[float, LineString | None]:
    """Return the highest speed at the edge of the zone, and its line. [km/h]"""
    zone = layer(variant, "crowd_zone").geometry.iloc[0]
    streets, standing = layer(variant, "carriageway"), obstacles(variant)
    border = layer(variant, "site").geometry.iloc[0].buffer(WINDOW_M).boundary
    tree = shapely.STRtree(standing)
    best, line = 0.0, None
    ends = [zone.exterior.interpolate(d) for d in np.arange(0, zone.exterior.length, 2)]
    for street in streets.itertuples():
        entering = street.geometry.buffer(BESIDE_M).intersection(border)
        if entering.is_empty:
            continue
        for metres in np.arange(0, entering.length + 0.01, 0.25):
            start = entering.interpolate(metres)
            for end in ends:
                far = hypot(end.x - start.x, end.y - start.y)
                speed = sqrt((street.limit_kmh / 3.6) ** 2 + 2 * ACCELERATION * far)
                run = LineString([start, end])
                if speed * 3.6 <= best or run.intersection(zone).length > 0.01:
                    continue
                if len(tree.query(run, "dwithin", HALF_WIDTH_M - 1e-6)) == 0:
                    best, line = speed * 3.6, run
    return best, line


if __name__ == "__main__":
    for name in ("existing", "a", "b"):
        speed, line = fastest(name)
        sys.stdout.write(f"{name}: {speed:.2f} km/h along {line}\n")
