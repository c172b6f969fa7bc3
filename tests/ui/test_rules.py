"""Rules of the app's code and the small functions behind its pages."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from sbd.assessment import assess
from sbd.checklists.read import read_checklist
from sbd.document import Assessment
from sbd.plans.read import read_plan
from sbd.ui import gaps, places
from sbd.ui.bringing import with_siblings
from sbd.ui.components.report_files import file_name
from sbd.ui.words import plain
from sbd.views.map_frame import leaflet_dir
from tests.conftest import ROOT
from tests.ui.tiny import place, plan_bytes, tiny_features

UI = ROOT / "sbd" / "ui"


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.geojson"
    things = tiny_features()
    for thing in things:
        thing["properties"].pop("crown_radius_m", None)
    path.write_bytes(plan_bytes(things))
    return path


@pytest.fixture(scope="module")
def assessment(plan_file: Path) -> Assessment:
    return assess(read_plan([plan_file]), read_checklist("brussels"), date="2026-01-01")


@pytest.mark.parametrize(
    ("words", "home"),
    [
        (
            "session_state",
            {"state.py", "state_report.py", "state_review.py", "state_under.py"},
        ),
        ("st.cache_", {"cache.py", "cache_report.py"}),
    ],
)
def test_each_has_one_home(words: str, home: set[str]) -> None:
    found = {
        p.relative_to(UI).as_posix()
        for p in UI.rglob("*.py")
        if words in p.read_text("utf-8")
    }
    assert found == home


def test_nothing_hangs_on_generated_class_names() -> None:
    styled = (UI / "look.py").read_text("utf-8")
    assert not re.search(r"\.(st-emotion-cache|css|e[0-9a-z]{8,})", styled)


def test_no_value_is_stored_by_a_callback() -> None:
    for path in UI.rglob("*.py"):
        for found in re.findall(r"\bon_\w+=[^,)]*", path.read_text("utf-8")):
            idle = re.fullmatch(r"on_\w+_change=lambda: None", found.strip())
            assert idle or found == 'on_click="ignore"'


def test_leaflet_is_the_published_one() -> None:
    content = (leaflet_dir() / "leaflet.js").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    # As in the "integrity" of the project's own page for release 1.9.4.
    assert digest == "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"


def test_a_shapefile_brings_its_siblings(tmp_path: Path) -> None:
    for ending in ("shp", "dbf", "prj", "txt"):
        (tmp_path / f"a.{ending}").touch()
    (tmp_path / "b.dbf").touch()
    found = with_siblings([tmp_path / "a.shp"])
    assert {p.name for p in found} == {"a.shp", "a.dbf", "a.prj"}


def test_texts_of_files_are_not_markdown() -> None:
    assert plain("![x](y) :red[c]") == r"!\[x\](y) \:red\[c\]"
    assert plain("*a* _b_ ~c~ `d` $e$") == r"\*a\* \_b\_ \~c\~ \`d\` \$e\$"
    assert plain("1. one\n- two\n# three") == "1\\. one\n\\- two\n\\# three"
    assert plain("<b> &amp; http://x") == r"\<b\> \&amp; http\://x"


def test_names_are_read_out_without_marks() -> None:
    for name in ("S-04 Banc (restreint)", "Où : 3,5 m", "plan_a.v2.gpkg", "R&D !"):
        assert plain(name) == name


def test_a_place_has_the_criteria_found_there(assessment: Assessment) -> None:
    lon, lat = place(30, 10)  # on the only route, far from the only bench
    assert "A-09" in places.criteria_at(assessment, lon, lat)
    assert places.criteria_at(assessment, 5.0, 51.5) == ()


def test_a_download_says_what_it_is(assessment: Assessment) -> None:
    name = file_name(assessment, ".sbd.json")
    assert name == "testplein-plan-restricted-2026-01-01.sbd.json"


def test_kinds_to_declare_keep_their_answers(plan_file: Path) -> None:
    plan = read_plan([plan_file])
    asked = gaps.kinds_to_declare(plan, {})
    assert "stop" in asked
    assert "bench" not in asked
    answered = read_plan([plan_file], declare=["stop"])
    assert "stop" not in gaps.kinds_to_declare(answered, {})
    assert "stop" in gaps.kinds_to_declare(answered, {"declare": ["stop"]})


def test_assumptions_name_what_they_unlock(plan_file: Path) -> None:
    checklist = read_checklist("brussels")
    found = gaps.unlocked_by(read_plan([plan_file]), checklist)
    assert "L-03" in found["tree-crowns"]
    assert "bench-length" not in found
    switched = read_plan([plan_file], assume=["tree-crowns"])
    assert "L-03" in gaps.unlocked_by(switched, checklist)["tree-crowns"]
