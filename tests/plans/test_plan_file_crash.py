"""Kill -9 at any moment: what was said to be kept is in the plan file, whole."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sbd.plans.formats.drivers import pyogrio
from sbd.plans.plan_file import PlanFile
from sbd.plans.read import read_plan
from tests.conftest import ROOT
from tests.plans.supplied import assert_equal, made, source_in

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = 4
#: The longest that a kill comes after a step was said to be kept: some steps. [s]
LATEST_S = 0.15


class Worker:
    """The process of `tests.plans.appending`."""

    def __init__(self, source: Path, path: Path) -> None:
        command = [sys.executable, "-m", "tests.plans.appending", source, path]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            list(map(str, command)), cwd=ROOT, stdin=pipe, stdout=pipe
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.asked, self.told = self.process.stdin, self.process.stdout

    def says(self) -> str:
        line = self.told.readline().decode().strip()
        assert line, "the worker ended"
        return line

    def killed(self, after: int, seconds: float) -> list[int]:
        """Start a child and kill it some time after a step; return all it confirmed."""
        self.asked.write(b"go\n")
        self.asked.flush()
        lines = [self.says() for _ in range(after + 1)]
        (named,) = [line for line in lines if line.startswith("pid ")]
        # Waits for the end of a child that is still at work: for `seconds`.
        select.select([], [], [], seconds)
        os.kill(int(named.split()[1]), signal.SIGKILL)
        while lines[-1] != "gone":
            lines.append(self.says())
        return [int(line) for line in lines if line.isdigit()]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return source_in(tmp_path)


@pytest.fixture
def worker(source: Path, tmp_path: Path) -> Iterator[Worker]:
    running = Worker(source, tmp_path / "testplein.sbd.gpkg")
    yield running
    running.asked.close()
    running.process.wait(20)
    running.told.close()


def test_every_step_confirmed_is_kept(
    worker: Worker, source: Path, tmp_path: Path
) -> None:
    chance = random.Random(20260131)
    file = PlanFile(tmp_path / "testplein.sbd.gpkg")
    confirmed: set[int] = set()
    for kill in range(1, KILLS + 1):
        confirmed |= set(
            worker.killed(chance.randint(1, 4), chance.uniform(0, LATEST_S))
        )
        kept = {entry.number for entry in file.steps()}
        assert confirmed <= kept
        # The one that was being written may be there: it was not yet confirmed.
        assert len(kept - confirmed) <= kill
        assert_whole(file, {f"lamp-s{n}" for n in range(1, len(kept) + 1)})
    assert_equal(
        read_plan([file.path]),
        made(source, *[entry.step for entry in file.steps()]),
    )


def assert_whole(file: PlanFile, drawn: set[str]) -> None:
    """The file is sound, and its layers are those that its steps lead to."""
    with closing(sqlite3.connect(file.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    lamps = pyogrio.read_dataframe(file.path, layer="lamp")
    assert set(lamps["id"]) == {"lamp", *drawn}
    assert set(read_plan([file.path]).of("lamp").index) == {"lamp", *drawn}
