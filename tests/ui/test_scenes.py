"""Page *Findings*: pictures over the map and scenarios, chosen and left again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.ui import demo, state
from tests.ui.test_pages import PAGES, html, opened
from tests.ui.tiny import plan_bytes


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    path = tmp_path / "plan.geojson"
    path.write_bytes(plan_bytes())
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SBD_PLANS", json.dumps([str(path)]))
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    return opened(PAGES[1], lang="en")


def test_pictures_and_scenarios_come_and_go(app: AppTest) -> None:
    assert app.radio(key=state.PICTURE).value == "none"
    assert app.radio(key=state.SCENARIO).value == "scored"
    assert "The scores stay as they are" in html(app)
    scored = balance(app)
    for picture, scenario in (
        ("eyes", "day"),
        ("light", "night"),
        ("shade", "event"),
        ("walking", "scored"),
    ):
        app.radio(key=state.PICTURE).set_value(picture)
        app.radio(key=state.SCENARIO).set_value(scenario).run()
        assert not app.exception
        assert ('scope="row"><b>S-12</b>' in html(app)) == (scenario != "scored")
        assert balance(app) == scored


def balance(app: AppTest) -> list[str]:
    bodies = [str(e.proto.body) for e in app.get("html")]
    found = [body for body in bodies if 'class="bal' in body]
    assert len(found) == 1
    return found
