"""The large plan that benchmarks and slow pages are tried with."""

from __future__ import annotations

from pathlib import Path

from sbd.plans.read import read_plan
from tests.plans.large import large_plan


def test_it_is_a_plan_of_that_many_elements(tmp_path: Path) -> None:
    path = tmp_path / "wijk.geojson"
    path.write_bytes(large_plan(5000))
    plan = read_plan([path])
    n = sum(len(layer) for layer in plan.layers.values())
    assert abs(n - 5000) < 60
    assert len(plan.layers) >= 20
    assert plan.crs.to_epsg() == 31370
    assert 0.2 < plan.of("lamp")["height_m"].isna().mean() < 0.45
    codes = {note.code for note in plan.notes}
    assert codes <= {"crs_kept", "layer_read", "site", "extent"}


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert large_plan(300) == large_plan(300)
    assert large_plan(300) != large_plan(300, seed=2)
