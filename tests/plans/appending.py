"""A process that supplies lamps to a plan file, one by one, until it is killed.

``python -m tests.plans.appending SOURCE PLAN_FILE`` starts a child for every line it
reads and says its pid; the child says the number of every step that is kept, as soon
as `PlanFile.append` has returned; ``gone`` is said when the child is no more.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shapely.geometry import Point

from sbd.plans.compose import Prepared, compose, prepare
from sbd.plans.open_files import open_files
from sbd.plans.plan_file import PlanFile
from sbd.plans.steps import Draw, wkt
from tests.plans.supplied import OPTIONS


def lamp(prepared: Prepared, n: int) -> Draw:
    """Return the n-th lamp, in rows of fifty, half a metre apart."""
    corner = prepared.elements["site"].geometry.bounds[:2]
    place = Point(corner[0] + 0.5 * (n % 50), corner[1] + 0.5 * (n // 50))
    return Draw(id=f"lamp-s{n}", kind="lamp", geometry=wkt(place))


def append_for_ever(prepared: Prepared, file: PlanFile) -> None:
    kept = file.steps()
    steps, numbers = [e.step for e in kept], [e.number for e in kept]
    while True:
        step = lamp(prepared, len(steps) + 1)
        steps.append(step)
        plan = compose(prepared, OPTIONS, steps)
        numbers.append(file.append([step], plan, after=numbers))
        os.write(1, b"%d\n" % numbers[-1])


def main(source: Path, path: Path) -> None:
    prepared = prepare(open_files([source]), OPTIONS, name=source.stem)
    file = PlanFile.create(path, {source.name: source.read_bytes()})
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            append_for_ever(prepared, file)
        os.write(1, b"pid %d\n" % pid)
        os.waitpid(pid, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
