"""The whole assessment of a real site, from a cold process and warm."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SITE = "helsinki-mannerheiminaukio"
FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / SITE
RUNS = 3

Row = dict[str, float]


def assessment(folder: Path = FOLDER) -> Row:
    """Return seconds and memory of assessing a site; nothing where it is not there."""
    if not folder.is_dir():
        return {}
    plan = next(p for p in sorted(folder.iterdir()) if ".osm" in p.name)
    site = folder / "site_boundary.geojson"
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        first = command(plan, site, out / "first.sbd.json", kernels=out / "kernels")
        command(plan, site, out / "out.sbd.json")
        cold = [command(plan, site, out / "out.sbd.json") for _ in range(RUNS)]
    return {
        "assess_first_s": first[0],
        "assess_first_cpu_s": first[1],
        "assess_cold_s": statistics.median(c[0] for c in cold),
        "assess_cold_cpu_s": statistics.median(c[1] for c in cold),
        "assess_peak_mb": first[2],
        **warm(plan, site),
    }


def command(
    plan: Path, site: Path, out: Path, *, kernels: Path | None = None
) -> tuple[float, float, float]:
    """Run `sbd assess`; return seconds by the clock, of CPU, and the peak in MB so far.

    `kernels` is an empty folder where numba keeps what it compiles.
    """
    whole = [sys.executable, "-m", "sbd.cli", "assess", str(plan)]
    whole += ["--site", str(site), "--assume", "all", "-o", str(out)]
    environment = dict(os.environ)
    if kernels:
        environment["NUMBA_CACHE_DIR"] = str(kernels)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(whole, check=True, capture_output=True, env=environment)
    spent = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, busy, after.ru_maxrss / 1024


def warm(plan_file: Path, site: Path) -> Row:
    """Return seconds of `assess` in a process that assessed the plan before.

    The plan is read anew each time: nothing measured before is kept, only the
    compiled kernels are.
    """
    from sbd.assessment import assess
    from sbd.checklists.read import read_checklist
    from sbd.plans.read import read_plan

    checklist = read_checklist("brussels")
    wall, busy = [], []
    for _ in range(RUNS + 1):
        plan = read_plan([plan_file], site=site, assume=["all"])
        start, spent = time.perf_counter(), time.process_time()
        assessed = assess(plan, checklist, date="2026-01-01")
        wall.append(time.perf_counter() - start)
        busy.append(time.process_time() - spent)
    named = {c.id for c in checklist.criteria if c.measured}
    known = [c for c in assessed.criteria if c.id in named and c.state != "unknown"]
    return {
        "assess_warm_s": statistics.median(wall[1:]),
        "assess_warm_cpu_s": statistics.median(busy[1:]),
        "criteria_measured_or_not_applicable": len(known),
    }
