"""The panel of the checks: what it says, and the choice of a check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sbd.server import FRAME
from sbd.ui import demo, state
from tests.ui.tiny import feature, plan_bytes, point, tiny_features

TWICE = feature("lamp", point(45, 20), id="twice", height_m=5.0)
INSIDE = feature("lamp", point(30, 48), id="in-hall", height_m=5.0)


def opened(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *slips: dict[str, Any],
    lang: str = "en",
) -> AppTest:
    path = folder / "plan.geojson"
    path.write_bytes(plan_bytes([*tiny_features(), *slips]))
    monkeypatch.setenv("SBD_DATA", str(folder / "data"))
    monkeypatch.setenv("SBD_PLANS", json.dumps([str(path)]))
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.query_params["lang"] = lang
    app.query_params["part"] = "check"
    return app.run()


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Nothing found that needs another look."),
        ("nl", "Er is niets gevonden dat nog moet worden nagekeken."),
        ("fr", "Rien n’a été trouvé qui demande une nouvelle vérification."),
    ],
)
def test_no_finding_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    app = opened(tmp_path, monkeypatch, lang=lang)
    assert not app.exception
    assert said in html(app)
    assert state.CHECK_PICK not in [box.key for box in app.selectbox]


def test_the_checks_that_found_something_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(tmp_path, monkeypatch, TWICE, INSIDE)
    picker = app.selectbox(key=state.CHECK_PICK)
    offered = ["All checks", "Inside a building (1)", "Drawn more than once (1)"]
    assert picker.options == offered
    picker.select("duplicate").run()
    assert not app.exception
    assert app.selectbox(key=state.CHECK_PICK).value == "duplicate"
    assert "checks." not in html(app)


def test_what_is_no_longer_offered_is_forgotten() -> None:
    def page() -> None:
        import streamlit as st

        from sbd.ui import state

        st.session_state.update({"kept": "a", "gone": "b"})
        state.offer("kept", ["a", "c"])
        state.offer("gone", ["a", "c"])
        st.text(sorted(k for k in ("kept", "gone") if k in st.session_state))

    assert AppTest.from_function(page).run().text[0].value == "['kept']"
