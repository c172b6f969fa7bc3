"""The panel of layers: choosing kinds, marking rows, keeping choices, using them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.plans.plan import Plan
from sbd.plans.plan_file import PlanFile
from sbd.plans.read import read_plan
from sbd.plans.vocabulary import load_vocabulary
from sbd.ui.bringing import bring
from sbd.ui.project import Project
from tests.plans.school_drawing import as_bytes, school_drawing


def script() -> None:
    import os

    from sbd.plans.plan import Plan
    from sbd.ui import state
    from sbd.ui.components import layers
    from sbd.ui.project import Project

    state.begin()
    state.choose_lang(os.environ["SBD_TEST_LANG"])
    project = Project.load(os.environ["SBD_TEST_PROJECT"])
    plan = project.plan()
    assert isinstance(plan, Plan)
    layers.show(project, plan)


Opened = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    def open_(project: Project, lang: str = "en") -> AppTest:
        monkeypatch.setenv("SBD_TEST_PROJECT", project.id)
        monkeypatch.setenv("SBD_TEST_LANG", lang)
        app = AppTest.from_function(script, default_timeout=60)
        return app.run()

    return open_


@pytest.fixture
def project() -> Project:
    files = {"school.dxf": as_bytes(school_drawing())}
    return bring(files).choose(crs="EPSG:31370")


def plan_of(project: Project) -> Plan:
    found = Project.load(project.id).plan()
    assert isinstance(found, Plan), found
    return found


def kinds(project: Project) -> dict[str, int]:
    return {k: len(v) for k, v in plan_of(project).layers.items() if k != "site"}


def rows(app: AppTest) -> list[str]:
    """Return the labels of the rows' choosers."""
    return [s.label for s in app.selectbox]


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def pick(app: AppTest, row: int, kind: str) -> AppTest:
    app.selectbox[row].select(kind)
    return app.run()


def press(app: AppTest, words: str, nth: int = 0) -> AppTest:
    [b for b in app.button if b.label.startswith(words)][nth].click()
    return app.run()


def test_what_is_not_recognised_is_shown_the_largest_first(
    opened: Opened, project: Project
) -> None:
    app = opened(project)
    assert not app.exception
    assert rows(app) == [
        "What is this: layer 0_LIJN · colour 5 (blue)",
        "What is this: layer 0_MOB_zit · block PT12",
        "What is this: layer 0_LIJN · colour 1 (red)",
        "What is this: layer 0_MOB_zit · block PT99",
    ]
    assert "5 lines" in html(app)
    assert "5 not recognised" in html(app)
    assert html(app).count("data:image/svg+xml;base64,") == 4


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_it_speaks_the_language_of_the_screen(
    opened: Opened, project: Project, lang: str
) -> None:
    app = opened(project, lang)
    assert not app.exception
    assert ("blok PT12" if lang == "nl" else "bloc PT12") in html(app)


def test_a_kind_is_kept_at_once_and_can_be_undone(
    opened: Opened, project: Project
) -> None:
    app = pick(opened(project), 1, "bench")
    assert not app.exception
    assert kinds(project) == {"bench": 4, "tree": 6}
    file = PlanFile(Project.load(project.id).file().path)
    assert file.steps()[-1].step.op == "choose"
    # The row stays where it was, and says what it is now.
    assert rows(app)[1] == "What is this: layer 0_MOB_zit · block PT12"
    assert "4 benches" in html(app)
    Project.load(project.id).undo()
    assert kinds(project) == {"tree": 6}
    assert app.run().selectbox[1].value == ""


def test_a_choice_is_changed_and_taken_back(opened: Opened, project: Project) -> None:
    app = pick(pick(opened(project), 1, "bench"), 1, "lamp")
    assert kinds(project) == {"lamp": 4, "tree": 6}
    pick(app, 1, "")
    assert kinds(project) == {"tree": 6}


def test_what_is_left_out_on_purpose_says_so(opened: Opened, project: Project) -> None:
    app = pick(opened(project), 3, "none")
    assert "2 left out on purpose" in html(app)
    assert any(n.code == "left_out" for n in plan_of(project).notes)


def test_a_shape_that_cannot_be_says_so(opened: Opened, project: Project) -> None:
    app = pick(opened(project), 0, "lamp")
    assert "5 whose shapes cannot be this" in html(app)


def test_what_was_recognised_is_corrected(opened: Opened, project: Project) -> None:
    app = opened(project)
    app.segmented_control[0].set_value("all")
    app.run()
    assert len(app.selectbox) == 6
    row = rows(app).index("What is this: layer BOMEN")
    app = pick(app, row, "bollard")
    assert kinds(project) == {"bollard": 6}
    app = pick(app, 0, "wall")
    assert len(app.selectbox) == 6  # all are still shown


def test_several_rows_get_one_kind(opened: Opened, project: Project) -> None:
    app = opened(project)
    for row in (0, 2):
        app.checkbox[row].check()
    app = app.run()
    app.selectbox[0].select("wall")
    app = press(app.run(), "Apply to 2 rows")
    assert not app.exception
    assert kinds(project) == {"tree": 6, "wall": 8}
    assert [c.value for c in app.checkbox] == [False] * 4
    assert len(Project.load(project.id).steps) == 2


def test_all_rows_are_marked_and_none(opened: Opened, project: Project) -> None:
    app = press(opened(project), "Mark all")
    assert [c.value for c in app.checkbox] == [True] * 4
    app = press(app, "Mark none")
    assert [c.value for c in app.checkbox] == [False] * 4


def test_a_choice_that_makes_two_sites_is_taken_back_and_told(
    opened: Opened, project: Project
) -> None:
    drawing = school_drawing()
    ring = [(149_000, 170_000), (149_010, 170_000), (149_010, 170_010)]
    about = {"layer": "VLAK"}
    drawing.modelspace().add_lwpolyline(ring, close=True, dxfattribs=about)
    project = bring({"twee.dxf": as_bytes(drawing)}).choose(crs="EPSG:31370")
    app = opened(project)
    row = rows(app).index("What is this: layer VLAK")
    app = pick(app, row, "site")
    assert not app.exception
    assert "two different sites" in app.error[0].value
    assert plan_of(project).judged.area == pytest.approx(2400.0)
    assert app.selectbox[row].value == ""
    app = pick(app, row, "square")
    assert not app.error
    assert kinds(project)["square"] == 1


def test_a_group_is_shown_on_the_map(opened: Opened, project: Project) -> None:
    app = press(opened(project), "Show on map", 1)
    focus = app.session_state["sbd_focus"]
    (south, west), (north, east) = focus["bounds"]
    assert 50.8 < south < north < 50.9
    assert 4.3 < west < east < 4.5
    parts = focus["geometry"]["geometries"]
    assert [g["type"] for g in parts] == ["Point"] * 4
    assert focus["stamp"].startswith("layers:")
    json.dumps(focus)


def test_kept_choices_serve_a_file_that_looks_alike(
    opened: Opened, project: Project, folder: Path
) -> None:
    app = pick(pick(opened(project), 1, "bench"), 0, "wall")
    assert app.text_input[0].value == "school"
    app = press(app, "Keep")
    assert "Kept as school." in html(app)
    saved = folder / "vocabularies" / "school.yaml"
    assert len(load_vocabulary(str(saved)).matches) == 2
    assert "already" in html(app.run())

    drawing = school_drawing()
    drawing.layers.add("IETS")
    drawing.modelspace().add_point((149_001, 170_001), {"layer": "IETS"})
    other = bring({"tweede.dxf": as_bytes(drawing)}).choose(crs="EPSG:31370")
    app = opened(other)
    assert "school, 2 of 2 names known" in html(app)
    assert kinds(other) == {"tree": 6}  # nothing is applied unasked
    app = press(app, "Use these choices")
    assert kinds(other) == {"bench": 4, "tree": 6, "wall": 5}
    assert "names known" not in html(app)


def test_a_kept_file_gives_the_command_line_the_same_plan(
    opened: Opened, project: Project, folder: Path, tmp_path: Path
) -> None:
    press(pick(opened(project), 1, "bench"), "Keep")
    source = tmp_path / "school.dxf"
    source.write_bytes(as_bytes(school_drawing()))
    words = str(folder / "vocabularies" / "school.yaml")
    read = read_plan([source], crs="EPSG:31370", vocabulary=words)
    shown = plan_of(project)
    assert read.notes == shown.notes
    assert {k: f.to_json() for k, f in read.layers.items()} == {
        k: f.to_json() for k, f in shown.layers.items()
    }


def test_hostile_names_are_only_text(opened: Opened) -> None:
    drawing = school_drawing()
    nasty = "![x](y) <b onclick=a>"
    drawing.layers.add("nasty $x$")
    drawing.modelspace().add_point((149_001, 170_001), {"layer": "nasty $x$"})
    file = as_bytes(drawing).replace(b"nasty $x$", nasty.encode())
    app = opened(bring({"nasty.dxf": file}).choose(crs="EPSG:31370"))
    assert not app.exception
    assert "&lt;b onclick=a&gt;" in html(app)
    assert "<b onclick" not in html(app)
    assert "What is this: layer x (y) b onclick=a" in rows(app)
