"""A plan file reads back equal, and a step in it is there whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from pyproj import CRS
from shapely.geometry import Point, box

from sbd.errors import PlanError
from sbd.plans.assume import assume
from sbd.plans.compose import assumed_names, prepare
from sbd.plans.formats.drivers import pyogrio
from sbd.plans.open_files import open_files
from sbd.plans.options import Options
from sbd.plans.plan_file import Attachment, OvertakenError, PlanFile
from sbd.plans.read import read_plan
from sbd.plans.steps import Choose, erase, target
from tests.plans.supplied import OPTIONS, assert_equal, made, some_steps, source_in
from tests.ui.tiny import lambert_bytes


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return source_in(tmp_path_factory.mktemp("source"))


def test_reads_back_equal(source: Path, tmp_path: Path) -> None:
    first = made(source)
    plan = made(source, *some_steps(first))
    path = tmp_path / "testplein.sbd.gpkg"
    file = PlanFile.create(path, {source.name: source.read_bytes()})
    file.append(some_steps(first), plan, OPTIONS.assume, after=())
    assert_equal(assume(plan, OPTIONS.assume), read_plan([path]))
    assert read_plan([path]).risk.vehicle == "raised"
    assert "camera" in read_plan([path]).declared


def test_supplied_values_carry_their_origin(source: Path) -> None:
    plan = made(source, *some_steps(made(source)))
    said = {(s.element_id, s.attribute, s.by): s.value for s in plan.supplied}
    assert said["lamp", "height_m", "source"] == 5.0
    assert said["lamp", "height_m", "supplied"] == 6.0
    assert said["lamp-s1", "geometry", "supplied"] == "drawn"
    assert said["route-s1", "main", "supplied"] == "yes"
    assert said["bench", "geometry", "supplied"] == "erased"
    assert not plan.has("bench")


def test_other_programs_see_layers_and_origins(source: Path, tmp_path: Path) -> None:
    plan = made(source, *some_steps(made(source)))
    path = tmp_path / "p.sbd.gpkg"
    PlanFile.create(path, {}).append([], plan, after=())
    listed = {str(n): kind for n, kind in pyogrio.list_layers(path)}
    assert set(plan.layers) | {"extent", "sbd_supplied"} == set(listed)
    lamps = pyogrio.read_dataframe(path, layer="lamp")
    assert set(lamps["id"]) == {"lamp", "lamp-s1"}
    assert CRS(lamps.crs).equals(plan.crs)
    assert len(pyogrio.read_dataframe(path, layer="sbd_supplied")) == len(plan.supplied)


def test_a_crs_of_its_own_survives(tmp_path: Path) -> None:
    source = tmp_path / "local.geojson"
    source.write_bytes(lambert_bytes())
    options = Options(crs="local", at=(4.35, 50.85))
    plan = made(source, options=options)
    path = tmp_path / "local.sbd.gpkg"
    PlanFile.create(path, {}).append([], plan, after=())
    assert_equal(plan, read_plan([path]))


def test_history_undo_redo_and_dropped(source: Path, tmp_path: Path) -> None:
    file = PlanFile.create(tmp_path / "p.sbd.gpkg", {})
    plan = made(source)
    steps = [Choose(values={"risk": r}) for r in ("none", "normal", "raised")]
    for n, step in enumerate(steps):
        assert file.append([step], plan, after=range(1, n + 1)) == n + 1
    file.mark([3], "undone", plan, after=[1, 2, 3])
    file.mark([2], "undone", plan, after=[1, 2])
    file.mark([2], "done", plan, after=[1])
    assert [e.state for e in file.history()] == ["done", "done", "undone"]
    file.append([steps[0]], plan, after=[1, 2])
    assert [e.state for e in file.history()] == ["done", "done", "dropped", "done"]
    assert [e.step for e in file.steps()] == [steps[0], steps[1], steps[0]]


def test_one_who_was_overtaken_writes_nothing(source: Path, tmp_path: Path) -> None:
    file = PlanFile.create(tmp_path / "p.sbd.gpkg", {})
    step = Choose(values={"risk": "none"})
    file.append([step], made(source), after=())
    with pytest.raises(OvertakenError):
        file.append([step], made(source), after=())
    assert len(file.history()) == 1


def test_sources_and_attachments_are_kept(tmp_path: Path) -> None:
    file = PlanFile.create(tmp_path / "p.sbd.gpkg", {"a.dxf": b"one", "b.dxf": b"two"})
    assert file.add_source({"a.dxf": b"newer"}) == 2
    assert file.sources(1) == {"a.dxf": b"one", "b.dxf": b"two"}
    assert file.sources(2) == {"a.dxf": b"newer"}
    picture = Attachment("picture", "ortho.tif", {"opacity": 0.5}, b"\x89PNG")
    file.attach(picture)
    assert file.attachment("picture") == picture
    file.detach("picture")
    assert file.attachment("picture") is None


def test_making_it_twice_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.sbd.gpkg"
    PlanFile.create(path, {"a": b"1"}).append([Choose(values={})], None, after=())
    again = PlanFile.create(path, {"a": b"2"})
    assert len(again.history()) == 1
    assert again.sources(1) == {"a": b"1"}


def test_a_layer_that_empties_goes(source: Path, tmp_path: Path) -> None:
    plan = made(source)
    path = tmp_path / "p.sbd.gpkg"
    file = PlanFile.create(path, {})
    file.append([], plan, after=())
    step = erase(plan, ["bench"])
    file.append([step], made(source, step), after=())
    assert "bench" not in {str(n) for n, _ in pyogrio.list_layers(path)}
    assert not read_plan([path]).has("bench")


def test_a_spoilt_state_is_refused_in_a_sentence(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.sbd.gpkg"
    PlanFile.create(path, {}).append([], made(source), after=())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sbd_plan SET value = '{}' WHERE key = 'state'")
    with pytest.raises(PlanError, match="sbd_plan was changed"):
        read_plan([path])


def test_assumptions_of_file_and_options_join(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.sbd.gpkg"
    PlanFile.create(path, {}).append([], made(source), ("tree-crowns",), after=())
    options = Options(assume=("bench-length",))
    prepared = prepare(open_files([path]), options)
    assert set(assumed_names(prepared, options)) == {"tree-crowns", "bench-length"}


def test_a_target_is_where_the_element_is(source: Path) -> None:
    plan = made(source)
    found = target(plan, "hall")
    hall = plan.of("building").geometry["hall"]
    assert found.kind == "building"
    assert hall.contains(Point(found.x, found.y))
    assert not box(0, 0, 1, 1).contains(Point(found.x, found.y))
