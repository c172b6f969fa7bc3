from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from sbd.errors import PlanError
from sbd.plans.formats.reading import Reading, shown, unique_names
from sbd.plans.open_files import open_files
from tests.plans.odd_files import (
    SQUARE,
    codes,
    feature,
    frame,
    point,
    polygon,
    write,
    write_geojson,
)


def test_reads_a_square(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "plein.geojson", feature(polygon(SQUARE), n=1))
    plan = open_files([path])
    (layer,) = plan.layers
    assert (layer.file, layer.name, layer.format) == (
        "plein.geojson",
        "plein",
        "geojson",
    )
    assert layer.frame.geometry.iloc[0].area == 100
    assert layer.frame.crs.to_epsg() == 4326
    assert plan.notes == ()


def test_values_are_numbers_or_text(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson",
        feature(point(1, 2), whole=3, part=1.5, word="é", yes=True, mixed=1, big=2**60),
        feature(point(1, 2), whole=4, part=None, word=None, yes=False, mixed="a"),
        feature(point(1, 2), whole=5, nested={"a": [1]}),
    )
    frame = open_files([path]).layers[0].frame
    assert frame["whole"].dtype == np.int64
    assert frame["part"].dtype == np.float64
    assert np.isnan(frame["part"].iloc[1])
    assert list(frame["word"]) == ["é", None, None]
    assert list(frame["yes"]) == ["yes", "no", None]
    assert list(frame["mixed"]) == ["1", "a", None]
    assert list(frame["nested"]) == [None, None, '{"a": [1]}']
    assert frame["big"].iloc[0] == str(2**60)
    assert frame["word"].dtype == object


def test_several_files_are_one_plan_with_one_digest(tmp_path: Path) -> None:
    one = write_geojson(tmp_path / "one.geojson", feature(point(1, 2)))
    two = write_geojson(tmp_path / "two.geojson", feature(point(3, 4)))
    plan = open_files([one, two])
    assert [layer.name for layer in plan.layers] == ["one", "two"]
    digests = sorted(hashlib.sha256(p.read_bytes()).hexdigest() for p in (one, two))
    assert plan.sha256 == hashlib.sha256("".join(digests).encode()).hexdigest()
    assert open_files([two, one]).sha256 == plan.sha256
    assert open_files([one]).sha256 != plan.sha256


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    drawing = tmp_path / "plan.dwg"
    drawing.write_bytes(b"AC1032" + bytes(100))
    with pytest.raises(PlanError) as caught:
        open_files([drawing, tmp_path / "absent.gpkg"])
    assert str(caught.value) == (
        "plan.dwg is a DWG drawing: save it as DXF and open that. "
        "absent.gpkg does not exist or is not a file: check its path."
    )


def test_the_parts_of_an_error_come_from_the_child(tmp_path: Path) -> None:
    many = write_geojson(
        tmp_path / "{many}.geojson",
        feature(point(1, 2), **{f"a{i}": 1 for i in range(501)}),
    )
    with pytest.raises(PlanError) as caught:
        open_files([tmp_path / "absent.gpkg", many])
    assert caught.value.parts == (
        (
            "{file} does not exist or is not a file: check its path.",
            {"file": "absent.gpkg"},
        ),
        (
            "{file} has more than {n} attributes: keep those that describe the plan.",
            {"file": "{many}.geojson", "n": 500},
        ),
    )
    assert "{many}.geojson has more than 500" in str(caught.value)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="No plan file was given"):
        open_files([])
    with pytest.raises(PlanError, match="is a folder: give the files in it"):
        open_files([tmp_path])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.geojson"
    os.mkfifo(pipe)
    with pytest.raises(PlanError, match="is not a file"):
        open_files([pipe])


def test_an_empty_layer_beside_others_is_kept(tmp_path: Path) -> None:
    empty = write_geojson(tmp_path / "benches.geojson")
    other = write_geojson(tmp_path / "lamps.geojson", feature(point(1, 2)))
    plan = open_files([empty, other])
    assert [len(layer.frame) for layer in plan.layers] == [0, 1]
    with pytest.raises(PlanError, match=r"benches.geojson holds no features"):
        open_files([empty])


def test_time_is_limited(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "slow.geojson", feature(point(1, 2)))
    with pytest.raises(PlanError, match=r"slow.geojson took longer than 0 s"):
        open_files([path], seconds=0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no memory limit of this kind")
def test_memory_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "heavy.geojson"
    path.write_text('{"type": "Point", "a": [' + "[], " * 9_000_000 + "[]]}")
    with pytest.raises(PlanError, match=r"heavy.geojson needed too much memory"):
        open_files([path], memory=1 << 20)


def test_features_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "many.geojsonl"
    path.write_text('{"type": "Point", "coordinates": [1, 2]}\n' * 200_001)
    with pytest.raises(PlanError, match="more than 200,000 features"):
        open_files([path])


def test_vertices_are_limited(tmp_path: Path) -> None:
    reading = Reading(tmp_path)
    reading.count(1, 5_000_000)
    with pytest.raises(PlanError, match="more than 5,000,000 vertices"):
        reading.count(1, 1)


def test_the_file_and_its_folder_are_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.shp", frame(name=["a", "b"]))
    path.with_suffix(".shx").unlink()
    before = {f.name: f.read_bytes() for f in tmp_path.iterdir()}
    assert "index_rebuilt" in codes(open_files([path]))
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == before


def test_settings_of_the_shell_do_not_reach_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "plan.gpkg", frame())
    monkeypatch.setenv("GDAL_SKIP", "GPKG")
    monkeypatch.setenv("OGR_SKIP", "GPKG")
    assert len(open_files([path]).layers[0].frame) == 2


@pytest.mark.parametrize("name", ["a\nb.geojson", "-x.geojson", "é'\"<b>.geojson"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    path = write_geojson(tmp_path / name, feature(point(1, 2)))
    assert open_files([path]).layers[0].file == name
    (tmp_path / name).write_text("{")
    with pytest.raises(PlanError) as caught:
        open_files([path])
    assert "\n" not in str(caught.value)


def test_names_in_sentences_are_short_and_printable() -> None:
    assert shown("a\tb") == "a�b"
    assert len(shown("x" * 300)) == 80


def test_repeated_columns_get_names_of_their_own() -> None:
    assert unique_names(["a", "a", "b", "a_2"]) == ["a", "a_2", "b", "a_2_2"]
    assert unique_names(["geometry"], taken=["geometry"]) == ["geometry_2"]


def test_an_attribute_called_geometry_is_renamed(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(point(1, 2), geometry="x"))
    plan = open_files([path])
    assert list(plan.layers[0].frame["geometry_2"]) == ["x"]
    assert codes(plan)["columns_renamed"]["columns"] == ("geometry",)
