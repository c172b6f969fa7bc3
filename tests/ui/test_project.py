"""What is supplied is in the data folder at once, can be undone, follows sources."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely.geometry import Point

from sbd.errors import PlanError, SbdError
from sbd.plans.plan import Plan
from sbd.plans.plan_file import PlanFile
from sbd.plans.read import read_plan
from sbd.plans.steps import Draw, Erase, Fill, Target, erase, fill, wkt
from sbd.plans.terrain import Terrain, terrain_about, terrain_bytes
from sbd.ui.bringing import bring
from sbd.ui.project import Project
from tests.plans.supplied import assert_equal
from tests.ui.tiny import feature, lambert_bytes, plan_bytes, point, tiny_features


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def project() -> Project:
    return bring({"testplein.geojson": plan_bytes()})


def plan_of(project: Project) -> Plan:
    found = project.plan()
    assert isinstance(found, Plan), found
    return found


def file_of(project: Project) -> Path:
    return project.file().path


def lamp(plan: Plan, name: str = "lamp-s1", east: float = 0.0) -> Draw:
    middle = plan.judged.centroid
    return Draw(id=name, kind="lamp", geometry=wkt(Point(middle.x + east, middle.y)))


def test_what_is_supplied_is_in_the_plan_and_in_its_file(project: Project) -> None:
    project = project.supply(lamp(plan_of(project)))
    assert list(plan_of(project).of("lamp").index) == ["lamp", "lamp-s1"]
    assert_equal(plan_of(project), read_plan([file_of(project)]))
    again = Project.load(project.id)
    assert again.steps == project.steps
    assert again.last == 1


def test_the_source_stays_as_it_was(project: Project) -> None:
    project.supply(erase(plan_of(project), ["bench"]))
    assert project.files()[0].read_bytes() == plan_bytes()
    assert project.file().sources(1) == {"testplein.geojson": plan_bytes()}


def test_undo_and_redo_across_sessions(project: Project) -> None:
    first = plan_of(project)
    project.supply(lamp(first))
    project.supply(fill(first, ["lamp"], {"height_m": 7.0}))
    assert plan_of(Project.load(project.id)).of("lamp")["height_m"]["lamp"] == 7.0
    back = Project.load(project.id).undo()
    assert plan_of(back).of("lamp")["height_m"]["lamp"] == 5.0
    assert plan_of(back.undo()).of("lamp").shape[0] == 1
    assert plan_of(back.undo()).of("lamp").shape[0] == 1
    forth = Project.load(project.id).redo().redo()
    assert plan_of(forth).of("lamp")["height_m"]["lamp"] == 7.0
    assert forth.redo().steps == forth.steps
    assert_equal(plan_of(forth), read_plan([file_of(forth)]))


def test_steps_made_at_once_are_undone_together(project: Project) -> None:
    plan = plan_of(project)
    project = project.supply(lamp(plan, "a"), lamp(plan, "b", 2.0))
    assert len(plan_of(project).of("lamp")) == 3
    assert len(plan_of(project.undo()).of("lamp")) == 1


def test_answers_are_steps_and_other_settings_are_not(project: Project) -> None:
    project = project.set(risk="raised", assessed=True, undrawn=["stop"])
    assert project.settings["risk"] == "raised"
    assert project.settings["assessed"] is True
    assert [s.op for s in project.steps] == ["choose"]
    assert plan_of(project).risk.vehicle == "raised"
    assert plan_of(project.undo()).risk.vehicle == "none"
    assert project.choose(risk="raised").last == project.last
    assert read_plan([file_of(project)]).risk.vehicle == "none"


def test_an_assumption_is_in_the_file_without_flags(project: Project) -> None:
    project = project.choose(assume=["tree-crowns", "lamp-photometry"])
    read = read_plan([file_of(project)])
    assert read.assumed == ("lamp-photometry", "tree-crowns")
    assert_equal(plan_of(project), read)


def test_what_cannot_be_is_refused_and_nothing_changes(project: Project) -> None:
    nowhere = Target(id="none", kind="lamp", x=0.0, y=0.0)
    project = project.supply(Erase(targets=(nowhere,)))
    assert plan_of(project).unfit[0].element_id == "none"
    with pytest.raises(PlanError):
        project.choose(space_type="moon")
    assert Project.load(project.id).steps == project.steps


def test_a_newer_source_keeps_what_fits_and_shows_what_does_not(
    project: Project,
) -> None:
    plan = plan_of(project)
    project = project.supply(lamp(plan))
    project = project.supply(fill(plan, ["lamp", "tree"], {"height_m": 7.0}))
    project = project.supply(erase(plan, ["bench"]))
    things = [
        f for f in tiny_features() if f["properties"]["id"] not in ("bench", "tree")
    ]
    # The same tree, under another id; a bin that the first version lacks.
    things.append(feature("tree", point(10, 20), id="T7", crown_radius_m=4.0))
    things.append(feature("bin", point(50, 10), id="bin"))
    project = project.bring_newer({"testplein-v2.geojson": plan_bytes(things)})
    newer = plan_of(project)
    assert newer.of("lamp")["height_m"]["lamp"] == 7.0
    assert newer.of("tree")["height_m"]["T7"] == 7.0
    assert "lamp-s1" in newer.of("lamp").index
    assert newer.has("bin")
    assert [(u.op, u.element_id) for u in newer.unfit] == [("erase", "bench")]
    assert project.files()[0].name == "testplein-v2.geojson"
    assert_equal(newer, read_plan([file_of(project)]))
    back = project.undo()
    assert plan_of(back).unfit == ()
    assert back.files()[0].name == "testplein.geojson"


def test_a_newer_source_that_cannot_be_read_changes_nothing(project: Project) -> None:
    project = project.supply(lamp(plan_of(project)))
    with pytest.raises(SbdError):
        project.bring_newer({"testplein.geojson": b"{"})
    assert Project.load(project.id).steps == project.steps


def test_what_was_drawn_moves_with_the_drawing() -> None:
    project = bring({"vraag.geojson": lambert_bytes()})
    project = project.choose(crs="local", at=[4.35, 50.85])
    before = plan_of(project)
    project = project.supply(lamp(before, "lamp-s1", 5.0))
    corner = shapely_corner(plan_of(project))
    away = plan_of(project).of("lamp").geometry["lamp-s1"].distance(corner)
    project = project.choose(bearing=30.0, at=[4.36, 50.86])
    after = plan_of(project)
    moved = after.of("lamp").geometry["lamp-s1"]
    assert moved.distance(shapely_corner(after)) == pytest.approx(away, abs=1e-6)
    assert after.judged.contains(moved)
    lon, lat = (float(v) for v in after.to_lonlat(moved).coords[0])
    assert (lon, lat) == pytest.approx((4.36, 50.86), abs=2e-4)


def shapely_corner(plan: Plan) -> Point:
    """Return the corner of the site that was south-west in the drawing."""
    ring = plan.judged.exterior.coords
    middle = plan.judged.centroid
    lamp = plan.of("lamp").geometry["lamp-s1"]
    # The lamp stands on the drawing's east side: the corner farthest from it, on the
    # right hand looking from the lamp to the middle, is the north-west one.
    far = sorted(ring, key=lambda c: -Point(c).distance(lamp))[:3]
    turned = [
        c
        for c in far
        if (middle.x - lamp.x) * (c[1] - middle.y)
        - (middle.y - lamp.y) * (c[0] - middle.x)
        < 0
    ]
    return Point(turned[0])


def test_two_at_once_lose_nothing(project: Project) -> None:
    plan = plan_of(project)
    failed: list[BaseException] = []

    def work(who: int) -> None:
        try:
            for n in range(5):
                Project.load(project.id).supply(lamp(plan, f"l-{who}-{n}", who + n))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(w,)) for w in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    names = set(plan_of(Project.load(project.id)).of("lamp").index)
    assert names == {"lamp", *(f"l-{w}-{n}" for w in range(2) for n in range(5))}


def test_attachments_stay_with_the_plan(project: Project) -> None:
    about: dict[str, Any] = {"opacity": 0.5}
    project = project.attach("picture", "ortho.tif", b"\x89PNG", about)
    found = Project.load(project.id).attachment("picture")
    assert found is not None
    assert (found.name, found.content, dict(found.about)) == (
        "ortho.tif",
        b"\x89PNG",
        about,
    )
    assert Project.load(project.id).detach("picture").attachment("picture") is None


def test_heights_are_in_the_file_without_flags(project: Project) -> None:
    plan = plan_of(project)
    west, _, _, north = plan.extent.bounds
    rows = np.repeat(np.arange(60.0)[:, None], 80, axis=1)
    terrain = Terrain(
        heights=(rows * 0.04).astype("float32"),
        transform=(2.0, 0.0, west, 0.0, -2.0, north),
        crs=plan.crs.to_wkt(),
        resolution_m=2.0,
        name="dtm.tif",
        sha256="0" * 64,
    )
    project = project.attach(
        "terrain", "dtm.tif", terrain_bytes(terrain), terrain_about(terrain)
    )
    mine, read = plan_of(project).terrain, read_plan([file_of(project)]).terrain
    assert mine is not None
    assert read is not None
    assert (mine.heights == read.heights).all()
    assert_equal(plan_of(project), read_plan([file_of(project)]))
    assert [n.code for n in plan_of(project).notes].count("terrain_used") == 1
    assert plan_of(project.detach("terrain")).terrain is None
    assert read_plan([file_of(project)]).terrain is None


def test_spoilt_heights_do_not_cost_the_plan(project: Project) -> None:
    project = project.attach("terrain", "dtm.tif", b"spoilt", {"name": "dtm.tif"})
    plan = plan_of(project)
    assert plan.terrain is None
    assert "terrain_unreadable" in [n.code for n in plan.notes]


def test_settings_of_an_older_data_folder_are_kept(project: Project) -> None:
    settings = project.file().path.parent / "settings.yaml"
    settings.write_text(json.dumps({"risk": "raised", "assessed": True}), "utf-8")
    again = Project.load(project.id)
    assert plan_of(again).risk.vehicle == "raised"
    assert plan_of(again.choose(risk="normal")).risk.vehicle == "normal"


def test_many_values_at_once_are_one_step(project: Project) -> None:
    plan = plan_of(project)
    step = fill(plan, ["lamp", "tree"], {"height_m": 4.0})
    assert isinstance(step, Fill)
    project = project.supply(step)
    assert project.last == 1
    assert PlanFile(file_of(project)).steps()[0].step == step


def test_taking_a_plan_along_leaves_its_file_as_it_is(project: Project) -> None:
    first = project.written().content()
    assert Project.load(project.id).written().content() == first


def test_a_plan_file_comes_back_with_its_history(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(project)
    project = project.supply(lamp(plan)).choose(assume=["tree-crowns"])
    project = project.supply(erase(plan, ["bench"])).undo()
    project = project.attach("picture", "a.png", b"\x89PNG", {"opacity": 1})
    content = project.written().content()
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "elsewhere"))
    other = bring({"testplein.sbd.gpkg": content})
    assert other.entries == project.entries
    assert [p.name for p in other.files()] == ["testplein.geojson"]
    assert other.attachment("picture") == project.attachment("picture")
    assert_equal(plan_of(other), plan_of(project))
    assert not plan_of(other.redo()).has("bench")
    assert bring({"testplein.sbd.gpkg": content}).id != other.id


def test_a_spoilt_plan_file_is_refused_in_a_sentence(project: Project) -> None:
    project = project.supply(lamp(plan_of(project)))
    content = project.written().content()
    with pytest.raises(SbdError, match="damaged or changed"):
        bring({"x.sbd.gpkg": content.replace(b'"op":"draw"', b'"op":"dra!"')})


def test_taking_it_along_works_before_anything_was_supplied(project: Project) -> None:
    assert project.entries == ()
    assert_equal(plan_of(project), read_plan([project.written().path]))
