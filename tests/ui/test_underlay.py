"""The panel of the picture and the heights: what is brought is kept with the plan."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pyproj import Transformer
from streamlit.testing.v1 import AppTest

from sbd.plans.picture import picture_from
from sbd.plans.plan_file import Attachment, PlanFile
from sbd.plans.terrain import terrain_from
from sbd.reviews.store import ProjectStore
from sbd.ui import demo
from tests.plans.rasters import north_up, write_picture, write_tiff
from tests.ui.tiny import LAT, LON, plan_bytes

SCRIPT = """
from sbd.ui import state
from sbd.ui.components import underlay
from sbd.ui.project import current
state.begin()
project = current()
underlay.show(project, project.plan())
"""
#: The corner of the tiny plan in Lambert 72. [m]
X, Y = Transformer.from_crs(4326, 31370, always_xy=True).transform(LON, LAT)
PLACE = north_up(1, X - 300, Y + 300)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectStore:
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SBD_PLANS", "[]")
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    return ProjectStore(tmp_path / "data")


@pytest.fixture
def project(store: ProjectStore) -> str:
    return store.add({"plan.geojson": plan_bytes()})


def opened(project: str, lang: str = "en") -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.query_params["plan"] = project
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(str(e.proto.body) for e in app.get("html"))


def bring(app: AppTest, place: int, *paths: Path) -> AppTest:
    """Upload files as a picture (0) or as heights (1)."""
    files = [(p.name, p.read_bytes(), "application/octet-stream") for p in paths]
    app.file_uploader[place].set_value(files).run()
    assert not app.exception
    return app


def kept(store: ProjectStore, project: str, role: str) -> Attachment | None:
    path = store.plan_file(project)
    return PlanFile(path).attachment(role) if path.exists() else None


def heights(folder: Path, east: float = 0.04) -> Path:
    rows = np.arange(600, dtype=np.float32)
    cells = np.repeat((50 + east * rows)[None, :], 600, axis=0)
    return write_tiff(folder / "dtm.tif", cells, PLACE)


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_it_opens_without_either(project: str, lang: str) -> None:
    app = opened(project, lang)
    assert len(app.file_uploader) == 2
    assert not app.button
    assert "picture." not in html(app)


def test_a_picture_is_kept_as_we_made_it(
    store: ProjectStore, project: str, tmp_path: Path
) -> None:
    image = Image.new("RGB", (600, 600), (90, 120, 60))
    paths = write_picture(tmp_path / "ortho.png", image, PLACE)
    app = opened(project)
    app.selectbox(key="under_crs_picture").set_value("EPSG:31370").run()
    bring(app, 0, *paths)
    found = kept(store, project, "picture")
    assert found is not None
    picture = picture_from(found.content, found.about)
    assert (found.name, picture.name) == ("ortho.png", "ortho.png")
    assert Image.open(io.BytesIO(found.content)).size == picture.size
    assert found.content != paths[0].read_bytes()
    width, height = picture.size
    assert f"ortho.png: {width} × {height} pixels of 1 m" in html(app)
    assert not app.error
    assert not app.file_uploader[0].value  # emptied: it was taken in


def test_opacity_and_on_off_are_kept_with_the_plan(
    store: ProjectStore, project: str, tmp_path: Path
) -> None:
    cells = np.full((3, 600, 600), 99, np.uint8)
    app = bring(opened(project), 0, write_tiff(tmp_path / "a.tif", cells, PLACE))
    assert app.slider[0].value == 70
    app.slider[0].set_value(35).run()
    assert kept(store, project, "picture").about["opacity"] == 0.35
    app.toggle[0].set_value(False).run()
    about = kept(store, project, "picture").about
    assert (about["shown"], about["opacity"]) == (False, 0.35)
    again = opened(project)  # another window, or after a restart
    assert (again.toggle[0].value, again.slider[0].value) == (False, 35)


def test_a_refused_file_waits_for_its_world_file(
    store: ProjectStore, project: str, tmp_path: Path
) -> None:
    image = Image.new("RGB", (600, 600), (90, 120, 60))
    paths = write_picture(tmp_path / "ortho.png", image, PLACE)
    app = bring(opened(project), 0, paths[0])
    assert "ortho.png does not say where it lies" in app.error[0].value
    assert kept(store, project, "picture") is None
    bring(app, 0, *paths)  # in Lambert 2008, the system of the plan, it is far away
    assert "away from the plan" in app.error[0].value
    app.selectbox(key="under_crs_picture").set_value("EPSG:31370").run()
    assert not app.error
    assert kept(store, project, "picture") is not None


def test_heights_say_how_much_of_the_main_routes_they_tell(
    store: ProjectStore, project: str, tmp_path: Path
) -> None:
    app = bring(opened(project), 1, heights(tmp_path))
    found = kept(store, project, "terrain")
    assert found is not None
    terrain = terrain_from(found.content, found.about)
    assert terrain.name == "dtm.tif"
    rows, columns = terrain.heights.shape
    assert f"dtm.tif: {columns} × {rows} heights, one every 1 m" in html(app)
    assert "They tell the slopes of 100\u202f% of the main routes." in html(app)


def test_heights_can_be_removed(
    store: ProjectStore, project: str, tmp_path: Path
) -> None:
    app = bring(opened(project), 1, heights(tmp_path))
    app.button(key="under_remove_terrain").click().run()
    assert kept(store, project, "terrain") is None
    assert "dtm.tif" not in html(app)


def test_coarse_heights_and_a_missing_site_are_told(
    store: ProjectStore, tmp_path: Path
) -> None:
    features = json.loads(plan_bytes())["features"][1:]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    project = store.add({"plan.geojson": content})
    cells = np.full((120, 120), 50, np.float32)
    path = write_tiff(tmp_path / "c.tif", cells, north_up(5, X - 300, Y + 300))
    app = bring(opened(project), 1, path)
    assert "more than 2 m apart" in html(app)
    assert "once the plan has a site and routes" in html(app)


@pytest.mark.parametrize("role", ["picture", "terrain"])
def test_something_spoilt_can_be_removed(
    store: ProjectStore, project: str, tmp_path: Path, role: str
) -> None:
    bring(opened(project), 1, heights(tmp_path))
    file = PlanFile(store.plan_file(project))
    file.attach(Attachment(role, "<b>x</b>", {"bounds": 5}, b"<svg/>"))
    app = opened(project)
    assert (
        "add its file again" in app.error[0].value or "them and" in app.error[0].value
    )
    app.button(key=f"under_remove_{role}").click().run()
    assert kept(store, project, role) is None


def test_names_are_shown_as_text(
    store: ProjectStore, project: str, tmp_path: Path
) -> None:
    path = heights(tmp_path).rename(tmp_path / "<img src=x>.tif")
    app = bring(opened(project), 1, path)
    assert kept(store, project, "terrain") is not None
    assert "&lt;img src=x&gt;.tif" in html(app)
    assert "<img" not in html(app)
