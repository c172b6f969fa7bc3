"""Every page opens: on a plan, without one, and with a broken one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sbd.plans.plan_file import PlanFile
from sbd.plans.steps import choices
from sbd.reviews.alone import rate
from sbd.reviews.database import Database
from sbd.reviews.model import Rating
from sbd.reviews.store import ProjectStore
from sbd.server import FRAME
from sbd.ui import demo
from tests.ui.tiny import lambert_bytes, plan_bytes, tiny_features

PAGES = ("ui/pages/plan.py", "ui/pages/findings.py")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SBD_PLANS", "[]")
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    return tmp_path


def bring(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> Path:
    path = folder / "plan.geojson"
    path.write_bytes(content)
    monkeypatch.setenv("SBD_PLANS", json.dumps([str(path)]))
    return path


def opened(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if page != PAGES[0]:
        app.switch_page(page).run()
    return app


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def chosen(folder: Path) -> dict[str, Any]:
    """Return the reading options in the plan file of the only project."""
    store = ProjectStore(folder / "data")
    file = PlanFile(store.plan_file(store.projects()[0]))
    return choices([entry.step for entry in file.steps()])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_opens_on_a_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, lang: str
) -> None:
    bring(folder, monkeypatch, plan_bytes())
    app = opened(page, lang=lang)
    assert not app.exception
    assert not app.error
    assert "Testplein" in html(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("folder")
def test_opens_without_a_plan(page: str) -> None:
    app = opened(page, lang="en")
    assert not app.exception
    assert "There is no plan yet" in html(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"type": "FeatureCollection", "features": []}', b"\x00" * 100],
    ids=["empty", "cut", "nothing", "zeros"],
)
def test_opens_with_a_broken_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, content: bytes
) -> None:
    bring(folder, monkeypatch, content)
    app = opened(page, lang="en")
    assert not app.exception
    said = " ".join(e.value for e in app.error) + html(app)
    assert "plan.geojson" in said


@pytest.mark.parametrize(
    ("lang", "said"),
    [("nl", "niet meer in de gegevensmap"), ("fr", "plus dans le dossier de données")],
)
@pytest.mark.usefixtures("folder")
def test_an_error_is_in_the_language_of_the_screen(lang: str, said: str) -> None:
    gone = opened(PAGES[0], lang=lang, plan="0123456789abcdef")
    assert said in gone.error[0].value


@pytest.mark.usefixtures("folder")
def test_an_error_follows_a_change_of_language() -> None:
    app = opened(PAGES[0], lang="nl", plan="0123456789abcdef")
    app.query_params["lang"] = "fr"
    assert "dossier de données" in app.run().error[0].value


@pytest.mark.parametrize(("lang", "said"), [("nl", "zegt niet"), ("fr", "pas son")])
def test_a_question_is_in_the_language_of_the_screen(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    bring(folder, monkeypatch, lambert_bytes())
    shown = html(opened(PAGES[0], lang=lang))
    assert said in shown
    assert "--crs" not in shown


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("folder")
def test_opens_on_a_link_to_a_plan_that_is_gone(page: str) -> None:
    for plan in ("0123456789abcdef", "../../etc", "x"):
        app = opened(page, lang="en", plan=plan)
        assert not app.exception


@pytest.mark.usefixtures("folder")
def test_an_unknown_language_or_criterion_is_not_taken_over() -> None:
    app = opened(PAGES[0], lang="xx", c="<script>", where="nowhere")
    assert not app.exception
    assert app.session_state["lang_pick"] in ("nl", "fr", "en")


def test_a_plan_without_a_site_can_be_inspected_not_assessed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(folder, monkeypatch, plan_bytes(tiny_features()[1:]))
    app = opened(PAGES[0], lang="en")
    assert not app.exception
    assert "no site boundary" in app.error[0].value
    assert next(b for b in app.button if "Assess" in b.label).disabled
    assert "no site boundary" in html(opened(PAGES[1], lang="en"))


def test_a_question_is_asked_and_its_answer_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(folder, monkeypatch, lambert_bytes())
    app = opened(PAGES[0], lang="en")
    assert not app.exception
    crs = next(r for r in app.radio if "Which coordinates" in r.label)
    crs.set_value("EPSG:31370").run()
    assert not app.exception
    assert "It would be 60.0" in html(app)  # seen before it counts
    assert "Vraagplein" not in html(app)
    next(b for b in app.button if b.label == "Use this").click().run()
    assert not app.exception
    assert "Vraagplein" in html(app)
    assert chosen(folder)["crs"] == "EPSG:31370"


def test_an_answer_about_kinds_is_kept_and_can_be_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(folder, monkeypatch, plan_bytes())
    app = opened(PAGES[0], lang="en")
    for answer, declared in (("none", ["stop"]), ("undrawn", [])):
        asked = next(b for b in app.segmented_control if b.label.endswith("stops"))
        asked.set_value(answer).run()
        assert not app.exception
        assert chosen(folder).get("declare") == declared


def test_an_assumption_says_what_it_unlocks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    things = tiny_features()
    for thing in things:
        thing["properties"].pop("crown_radius_m", None)
    bring(folder, monkeypatch, plan_bytes(things))
    app = opened(PAGES[0], lang="en")
    switch = next(t for t in app.toggle if "crown" in t.label)
    assert "L-03" in html(app)
    switch.set_value(True).run()
    assert not app.exception
    assert chosen(folder)["assume"] == ["tree-crowns"]


def test_answers_given_before_are_on_screen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bring(folder, monkeypatch, plan_bytes())
    store = ProjectStore(folder / "data")
    project = store.add({path.name: path.read_bytes()})
    answer = Rating(criterion="L-15", rater="r", discipline="residents", answer=4)
    rate(Database(store.folder), project, "plan", answer)
    app = opened(PAGES[1], lang="en", c="L-15")
    assert not app.exception
    assert "L-15" in html(app)
    assert "excellent" in html(app)


def test_settings_spoilt_by_hand_do_not_stop_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bring(folder, monkeypatch, plan_bytes())
    store = ProjectStore(folder / "data")
    project = store.add({path.name: path.read_bytes()})
    (folder / "data" / project / "settings.yaml").write_text("{", "utf-8")
    app = opened(PAGES[0], lang="en")
    assert not app.exception
    assert "Testplein" in html(app)


def test_hostile_texts_are_escaped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack = "<img src=x onerror=alert(1)></script>"
    bring(folder, monkeypatch, plan_bytes(tiny_features(attack)))
    for page in PAGES:
        shown = html(opened(page, lang="en"))
        assert "&lt;img src=x" in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize("variant", demo.VARIANTS)
@pytest.mark.parametrize("page", PAGES)
def test_opens_on_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, variant: str
) -> None:
    assert demo.demo_plan(variant), f"the demo plan {variant} is missing"
    monkeypatch.setenv("SBD_DATA", str(tmp_path))
    monkeypatch.setenv("SBD_PLANS", "[]")
    monkeypatch.setattr(demo, "FIRST", variant)
    app = opened(page, lang="en")
    assert not app.exception
    assert not app.error
