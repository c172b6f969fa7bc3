"""Time `sbd assess` as a whole process, and its steps inside one process.

Run ``python benchmarks/assess.py [FOLDER]``; FOLDER holds an OpenStreetMap file and a
``site_boundary.geojson`` (default: the Helsinki site beside the repository). After one
warm-up run, medians of five runs; the last line is one JSON object.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 5
SITE = "helsinki-mannerheiminaukio"
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / SITE


def timed(run: Callable[[], object]) -> list[float]:
    """Seconds of each counted run, after one that is not counted."""
    run()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return seconds


def command(plan: Path, site: Path, out: Path) -> Callable[[], object]:
    arguments = ["assess", str(plan), "--site", str(site), "--assume", "all"]
    whole = [sys.executable, "-m", "sbd.cli", *arguments, "-o", str(out)]
    return lambda: subprocess.run(whole, check=True, capture_output=True)


def steps(plan_file: Path, site: Path) -> dict[str, list[float]]:
    """Seconds of reading, measuring and joining within one process."""
    from sbd.assessment import join, measure
    from sbd.checklists.read import read_checklist
    from sbd.plans.read import read_plan

    checklist = read_checklist("brussels")
    found: dict[str, list[float]] = {"read_s": [], "measure_s": [], "join_s": []}
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        plan = read_plan([plan_file], site=site, assume=["all"])
        read = time.perf_counter()
        measurements = measure(plan, checklist)
        measured = time.perf_counter()
        join(plan, checklist, measurements, date="2026-01-01")
        end = time.perf_counter()
        for name, value in zip(
            found, (read - start, measured - read, end - measured), strict=True
        ):
            found[name].append(value)
    return {name: values[1:] for name, values in found.items()}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    plan = next(p for p in sorted(folder.iterdir()) if ".osm" in p.name)
    site = folder / "site_boundary.geojson"
    with tempfile.TemporaryDirectory() as temporary:
        whole = timed(command(plan, site, Path(temporary) / "out.sbd.json"))
    inside = steps(plan, site)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = {
        "site": folder.name,
        "runs": RUNS,
        "assess_s": round(statistics.median(whole), 3),
        "assess_min_s": round(min(whole), 3),
        "assess_max_s": round(max(whole), 3),
        **{name: round(statistics.median(v), 3) for name, v in inside.items()},
        "assess_peak_mb": round(peak, 1),
    }
    for name, value in figures.items():
        print(f"{name:16} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
