"""The panel that fills in what is missing: its count, and what is declared."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.plans.plan import Plan
from sbd.server import FRAME
from sbd.ui import demo
from sbd.ui.project import Project
from tests.ui.tiny import plan_bytes


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str = "en") -> AppTest:
    path = folder / "plan.geojson"
    path.write_bytes(plan_bytes())
    monkeypatch.setenv("SBD_DATA", str(folder / "data"))
    monkeypatch.setenv("SBD_PLANS", json.dumps([str(path)]))
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    app = AppTest.from_file(str(FRAME), default_timeout=120)
    app.query_params["lang"] = lang
    app.query_params["part"] = "fill"
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def met(app: AppTest) -> int:
    found = re.search(r'class="ready".*?<b>(\d+)</b>', html(app))
    assert found is not None
    return int(found[1])


def stored(app: AppTest) -> Project:
    plan = app.query_params["plan"]
    return Project.load(plan if isinstance(plan, str) else plan[0])


def kind_of(key: str, project: Project) -> str:
    return key.split("_", 2)[2].split(f"_{project.id}")[0]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "measured criteria have what they need"),
        ("nl", "gemeten criteria hebben wat zij nodig hebben"),
        ("fr", "ont ce qu’il leur faut"),
    ],
)
def test_count_is_said_in_three_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    app = opened(tmp_path, monkeypatch, lang)
    assert said in html(app)
    assert not re.search(r"\bfill\.[a-z_]+", html(app))


def test_none_of_these_is_one_step_and_raises_the_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(tmp_path, monkeypatch)
    before = met(app)
    boxes = [c for c in app.checkbox if "q_none_" in str(c.key)]
    assert boxes
    assert not any(c.value for c in boxes)
    (button,) = [b for b in app.button if b.label.startswith("None of th")]
    button.click().run()
    assert not app.exception
    assert met(app) > before
    project = stored(app)
    assert len(project.entries) == 1
    asked = {
        str(c.key).removeprefix("q_none_").split("_" + project.id)[0] for c in boxes
    }
    assert asked <= set(project.settings["declare"])
    assert all(c.value for c in app.checkbox if "q_none_" in str(c.key))


def test_one_kind_is_declared_and_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(tmp_path, monkeypatch)
    key = next(str(c.key) for c in app.checkbox if "q_none_aed" in str(c.key))
    app.checkbox(key=key).check().run()
    assert stored(app).settings["declare"] == ["aed"]
    app.checkbox(key=key).uncheck().run()
    assert "declare" not in stored(app).settings


def test_a_drawn_kind_is_declared_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(tmp_path, monkeypatch)
    found = [c for c in app.checkbox if "q_full_" in str(c.key)]
    assert found
    kind = kind_of(str(found[0].key), stored(app))
    found[0].check().run()
    assert not app.exception
    plan = stored(app).plan()
    assert isinstance(plan, Plan)
    assert kind in plan.declared
