"""A drawing without a place is put on the ground on the page, by what is typed."""

from __future__ import annotations

import json
from pathlib import Path

import ezdxf
import pytest
from pyproj import Geod
from streamlit.testing.v1 import AppTest

from sbd.plans.plan import Plan
from sbd.plans.systems import lonlat
from sbd.server import FRAME
from sbd.ui import cache, demo
from sbd.ui.components import placing_pad
from sbd.ui.project import Project
from sbd.views.sketch import sketch
from tests.plans.drawings import SITE

GEOD = Geod(ellps="WGS84")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SBD_PLANS", "[]")
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    return tmp_path


def drawing(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    corner: tuple[float, float],
    unit: int,
) -> None:
    """Bring a building of 100 x 50 drawing units, and a lamp on its corner."""
    document = ezdxf.new(units=unit)
    space = document.modelspace()
    x, y = corner
    ring = [(x, y), (x + 100, y), (x + 100, y + 50), (x, y + 50)]
    space.add_lwpolyline(ring, close=True, dxfattribs={"layer": "GEBOUWEN"})
    document.blocks.new("LAMP").add_circle((0, 0), 0.2)
    space.add_blockref("LAMP", (x, y), dxfattribs={"layer": "VERLICHTING"})
    path = folder / "plein.dxf"
    document.saveas(path)
    monkeypatch.setenv("SBD_PLANS", json.dumps([str(path)]))


def opened(lang: str = "en") -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def pick(app: AppTest, value: str) -> AppTest:
    crs = next(r for r in app.radio if "coordinates" in r.label)
    crs.set_value(value).run()
    assert not app.exception
    return app


def fill(app: AppTest, **values: float) -> None:
    """Type numbers into the fields of the panel, by their keys."""
    for name, value in values.items():
        field = next(n for n in app.number_input if n.key and f"place_{name}_" in n.key)
        field.set_value(value)
    app.run()
    assert not app.exception


def use(app: AppTest) -> None:
    next(b for b in app.button if b.label == "Use this").click().run()
    assert not app.exception


def project() -> Project:
    return Project.load(cache.store().projects()[0])


def plan() -> Plan:
    found = project().plan()
    assert isinstance(found, Plan), found
    return found


def test_a_point_and_a_bearing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing(folder, monkeypatch, (10, 20), unit=6)
    app = pick(opened(), "local")
    assert "Give the coordinates on the ground" in html(app)
    fill(app, x_0=10, y_0=20, ground_x_0=4.3517, ground_y_0=50.8466, bearing=90)
    assert "In the centre of Brussels (Belgium)." in html(app)
    assert "100\u202fm high" in html(app)
    use(app)
    settings = project().settings
    assert settings["crs"] == "local"
    assert list(settings["at"]) == [4.3517, 50.8466]
    assert list(settings["origin"]) == [10, 20]
    assert settings["bearing"] == 90
    lamp = plan().to_lonlat(plan().of("lamp").geometry.iloc[0])
    assert (lamp.x, lamp.y) == pytest.approx((4.3517, 50.8466), abs=1e-7)
    # The longer side of 100 m, drawn to the right, runs due south.
    west, south, east, north = plan().of("building").total_bounds
    assert (east - west, north - south) == pytest.approx((50, 100))


def test_two_points_in_lambert_72(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(folder, monkeypatch, (0, 0), unit=6)
    app = pick(opened(), "local")
    method = next(b for b in app.segmented_control if "know" in b.label)
    method.set_value("pairs").run()
    ground = next(s for s in app.selectbox if s.key and "place_ground" in s.key)
    ground.set_value("EPSG:31370").run()
    fill(
        app,
        x_0=0,
        y_0=0,
        x_1=100,
        y_1=0,
        ground_x_0=149_000,
        ground_y_0=170_600,
        ground_x_1=149_000,
        ground_y_1=170_700,
    )
    assert "that is fine" in html(app)
    use(app)
    corner = plan().to_lonlat(plan().of("lamp").geometry.iloc[0])
    known = lonlat("EPSG:31370", 149_000, 170_600)
    assert known is not None
    assert GEOD.inv(corner.x, corner.y, *known)[2] < 0.05
    assert project().settings["bearing"] == pytest.approx(270, abs=0.1)


def test_a_wrong_unit_is_seen_by_two_points_and_corrected(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(folder, monkeypatch, (0, 0), unit=1)  # says inches
    app = pick(opened(), "local")
    next(b for b in app.segmented_control if "know" in b.label).set_value("pairs").run()
    lon, lat, _ = GEOD.fwd(4.35, 50.85, 90, 100)
    points = {"x_0": 0, "y_0": 0, "x_1": 100, "y_1": 0}
    ground = {"ground_x_0": 4.35, "ground_y_0": 50.85}
    fill(app, **points, **ground, ground_x_1=lon, ground_y_1=lat)
    assert "check the points or the unit" in html(app)
    assert "The drawing may be in metres." in html(app)
    next(r for r in app.radio if "Unit" in r.label).set_value("m").run()
    assert "that is fine" in html(app)
    use(app)
    assert plan().of("building").area.iloc[0] == pytest.approx(5_000)


def test_a_point_is_taken_by_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(folder, monkeypatch, (10, 20), unit=6)
    app = pick(opened(), "local")
    named = next(s for s in app.selectbox if s.key and "place_named" in s.key)
    lamp = next(o for o in named.options if o.startswith("Block LAMP"))
    named.select(lamp).run()
    assert not app.exception
    shown = {n.key: n.value for n in app.number_input if n.key}
    assert [v for k, v in shown.items() if "place_x_0" in k] == [10]
    assert [v for k, v in shown.items() if "place_y_0" in k] == [20]


def test_latitude_first_is_seen_before_it_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(folder, monkeypatch, (0, 0), unit=6)
    app = pick(opened(), "local")
    ground = next(s for s in app.selectbox if s.key and "place_ground" in s.key)
    ground.set_value("EPSG:31370").run()
    fill(app, ground_x_0=170_600, ground_y_0=14_900_000)
    assert "outside the area of Lambert 72" in app.error[0].value
    assert not [b for b in app.button if b.label == "Use this"]


@pytest.mark.parametrize(("lang", "use_it"), [("nl", "Dit gebruiken"), ("fr", "Util")])
def test_a_system_that_is_typed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str, use_it: str
) -> None:
    drawing(folder, monkeypatch, (393_500, 5_708_000), unit=6)
    app = opened(lang)
    crs = next(r for r in app.radio if r.key and "q_crs" in r.key)
    assert crs.options[0].startswith("UTM zone 32N")
    crs.set_value("other").run()
    app.text_input[0].set_value("5710").run()
    assert app.error
    app.text_input[0].set_value("32632").run()
    assert "Dortmund" in html(app)
    next(b for b in app.button if b.label.startswith(use_it)).click().run()
    assert not app.exception
    assert project().settings["crs"] == "EPSG:32632"
    assert plan().crs.to_epsg() == 32632


def test_a_placed_drawing_may_get_a_system_after_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(folder, monkeypatch, (149_000, 170_600), unit=6)
    app = pick(opened(), "local")
    fill(app, ground_x_0=5, ground_y_0=51, bearing=45)
    use(app)
    pick(app, "EPSG:31370")
    use(app)
    settings = project().settings
    assert settings["crs"] == "EPSG:31370"
    assert not {"at", "origin", "bearing"} & set(settings)
    assert plan().crs.to_epsg() == 31370


def test_what_a_browser_sends_is_a_point_or_nothing() -> None:
    drawn = sketch([SITE])  # 40 m x 30 m from 149,000, 170,000
    point = placing_pad.point_of("1000 500 10|1", drawn)
    assert point == pytest.approx((149_020, 170_020, 0.2))
    for sent in ("", "1 2", "a b c", "1 2 3 4"):
        assert placing_pad.point_of(sent, drawn) is None
