"""Compare the spatial engine with its peers on identical scenes.

Run ``python benchmarks/spatial.py [--table docs/performance.md] [--only NAME ...]``
with the extra ``bench`` installed. Ratios are of one run; times are CPU seconds on one
core, medians, but for two threads and whole processes, which are by the clock. The
last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spatial_assess
import spatial_grids
import spatial_isovists
import spatial_scenes
import spatial_table
import spatial_walking
from spatial_timing import cores, machine

Tables = dict[str, dict[str, dict[str, float]]]
Found = tuple[dict[str, float], Tables]
#: From so many edges on, growth is told without the peers: they would take minutes.
PEERS_UP_TO = 20_000


def isovists() -> Found:
    towns = (spatial_scenes.bubenec(), spatial_scenes.helsinki())
    table = {
        f"{town.name}, {'unlimited' if radius is None else f'{radius:.0f} m'}": (
            spatial_isovists.against_peers(town, radius)
        )
        for town in towns
        for radius in (None, spatial_isovists.RADIUS_M)
    }
    limited = table["helsinki, 100 m"]
    ratios = {
        f"ratio_{peer}": min(row[f"ratio_{peer}"] for row in table.values())
        for peer in ("pyvispoly", "pysovist")
    }
    told = {
        "isovist_us": limited["ours_us"],
        "isovist_polygon_us": limited["ours_polygons_us"],
        **ratios,
    }
    return told, {"Isovists, µs per observer": table}


def exactness() -> Found:
    found, worst = spatial_isovists.exactness(spatial_scenes.helsinki())
    limited = max(row["limited"] for row in found.values())
    told = {"isovist_max_area_error": worst, "isovist_limited_error": limited}
    return told, {"Relative errors of areas, by place of the observer": found}


def growth() -> Found:
    town = spatial_scenes.helsinki()
    scenes = [
        spatial_scenes.part_of(town, 200),
        spatial_scenes.part_of(town, 480),
        town,
        spatial_scenes.porvoo(),
        spatial_scenes.tiled(town, 3, 2),
        spatial_scenes.tiled(town, 6, 3),
    ]
    rows = {
        scene.name: spatial_isovists.growth(scene, peers=scene.edges < PEERS_UP_TO)
        for scene in scenes
    }
    ends = [rows[scene.name]["limited_us"] for scene in scenes]
    return {"growth_limited": ends[-1] / ends[0]}, {"Growth with the scene": rows}


def grids() -> Found:
    towns = (spatial_scenes.bubenec(), spatial_scenes.helsinki())
    counted = {town.name: spatial_grids.counting(town) for town in towns}
    lit = {
        f"{town.name}, {cell:g} m": spatial_grids.lighting(town, cell)
        for town in towns
        for cell in (1.0, 0.5)
    }
    told = {
        "count_cells_wrong": sum(r["count_cells_wrong"] for r in counted.values()),
        "lit_pairs_per_s": lit["helsinki, 1 m"]["lit_pairs_per_s"],
        "ratio_shapely_mask": min(row["ratio_shapely_mask"] for row in lit.values()),
    }
    for key in ("count_pairs_per_s", "ratio_gdal_rasterize"):
        told[key] = counted["helsinki"][key]
    return told, {"Observers per cell": counted, "Lamps with shadows": lit}


def spaces() -> Found:
    row = spatial_walking.vehicles(spatial_scenes.helsinki())
    told = {key: row[key] for key in ("space_s", "ratio_scipy_edt")}
    return told, {"Free space of a vehicle 2.4 m wide": {"helsinki": row}}


def walks() -> Found:
    small = spatial_scenes.part_of(spatial_scenes.bubenec(), 300)
    exact = spatial_walking.walk_errors(small)
    rows = {
        town.name: spatial_walking.fields(town)
        for town in (spatial_scenes.bubenec(), spatial_scenes.helsinki())
    }
    told = {key: exact[key] for key in ("walk_mean_error", "walk_max_error")}
    told["ratio_scikit_fmm"] = min(row["ratio_scikit_fmm"] for row in rows.values())
    tables = {"Walking distance from one place, 0.5 m": rows}
    return told, {**tables, "Against the plain exact answer": {small.name: exact}}


def threads() -> Found:
    town = spatial_scenes.helsinki()
    row = {
        "areas": spatial_isovists.two_threads(town),
        "count": spatial_grids.two_threads(town),
    }
    told = {"threads_ratio": statistics.median(row.values())}
    return told, {"Two threads against one, by the clock": {"helsinki": row}}


def assessment() -> Found:
    row = spatial_assess.assessment()
    return row, {"Assessing a real site": {spatial_assess.SITE: row}} if row else {}


#: By name. The assessment comes first: a process starts with the peak of its parent.
GROUPS: dict[str, Callable[[], Found]] = {
    "assessment": assessment,
    "isovists": isovists,
    "exactness": exactness,
    "growth": growth,
    "grids": grids,
    "spaces": spaces,
    "walks": walks,
    "threads": threads,
}
ON_ALL_CORES = ("threads", "assessment")


def measured(names: list[str]) -> dict[str, Any]:
    """Run the groups that are named; progress goes to the error stream."""
    summary: dict[str, float] = {}
    tables: Tables = {}
    for name in names:
        start = time.perf_counter()
        if name in ON_ALL_CORES:
            told, some = GROUPS[name]()
        else:
            with cores(1):
                told, some = GROUPS[name]()
        summary.update(told)
        tables.update(some)
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return {"summary": summary, "tables": tables}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=GROUPS, default=list(GROUPS))
    parser.add_argument("--table", type=Path, help="page to write the tables into")
    asked = parser.parse_args()
    figures = measured(asked.only)
    heading = f"Python {sys.version.split()[0]}, {machine()}."
    text = spatial_table.page(figures, heading)
    print(text)
    if asked.table:
        spatial_table.write(asked.table, text)
    print(json.dumps(figures["summary"]))


if __name__ == "__main__":
    main()
