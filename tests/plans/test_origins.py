"""Values are counted by where they come from."""

from __future__ import annotations

from pathlib import Path

from sbd.plans.assume import assume
from sbd.plans.origins import Origins, origins
from tests.plans.supplied import made, some_steps, source_in


def test_a_plan_as_read_has_none(tmp_path: Path) -> None:
    assert origins(made(source_in(tmp_path))) == ()


def test_values_by_origin(tmp_path: Path) -> None:
    source = source_in(tmp_path)
    plan = assume(made(source, *some_steps(made(source))), ["lamp-photometry"])
    found = {(o.kind, o.attribute): o for o in origins(plan)}
    # Two lamps: one of the source, filled with 6 m for its 5 m; one drawn, assumed 5 m.
    assert found["lamp", "height_m"] == Origins("lamp", "height_m", 0, 1, 1, 1)
    assert found["lamp", "lumen"] == Origins("lamp", "lumen", 0, 0, 2, 0)
    assert found["lamp", "geometry"] == Origins("lamp", "geometry", 1, 1, 0, 0)
    assert found["bench", "geometry"] == Origins("bench", "geometry", 0, 1, 0, 0)
