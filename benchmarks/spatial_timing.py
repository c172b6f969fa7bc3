"""How the spatial benchmark takes its times: CPU seconds on one core, medians."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

#: Times that a fast run is repeated, after one that is not counted.
RUNS = 5


def cpu(run: Callable[[], object], runs: int = RUNS, *, warm: bool = True) -> float:
    """Return the median CPU time of some runs. [s]"""
    if warm:
        run()
    return statistics.median(_spent(run, time.process_time) for _ in range(runs))


def best(run: Callable[[], object], runs: int = 15) -> float:
    """Return the shortest time by the clock of some runs, after one not counted. [s]

    For what needs both cores: the run least disturbed by other work on the machine.
    """
    run()
    return min(_spent(run, time.perf_counter) for _ in range(runs))


def _spent(run: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


@contextmanager
def cores(number: int) -> Iterator[None]:
    """Keep this process to the first cores that it may run on."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(allowed)[:number]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def machine() -> str:
    """Name the processor and its cores."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        names = [x.split(":")[1].strip() for x in lines if "model name" in x]
    except OSError:
        names = []
    name = names[0] if names else "unknown processor"
    return f"{os.cpu_count()} cores, {name}"
