from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest import mock

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, box

from sbd.cli import main
from sbd.plans.formats.drivers import pyogrio

RUN = [sys.executable, "-m", "sbd.cli"]
DATE = "2026-01-31"


@dataclass
class Done:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def sbd(*arguments: str | Path) -> Done:
    """Run a command in this process, where the libraries are loaded already."""
    out, err = StringIO(), StringIO()
    with (
        mock.patch.object(sys, "argv", ["sbd", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as people do."""
    return subprocess.run(
        [*RUN, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A square of 100 m with four trees, complete without flags."""
    path = tmp_path_factory.mktemp("plan") / "small.gpkg"
    east, north = 148900, 170600
    site = box(east, north, east + 100, north + 100)
    trees = [Point(east + 20 * n, north + 50) for n in range(1, 5)]
    layers = {
        "site": [{"id": "s", "name": "Proefplein", "space_type": "square"}],
        "square": [{"id": "q"}],
        "tree": [{"id": f"t{n}", "crown_radius_m": 5.0} for n in range(1, 5)],
    }
    layers["site"][0]["declares"] = "tree,bench,square,lamp"
    shapes = {"site": [site], "square": [site], "tree": trees}
    for name, rows in layers.items():
        frame = gpd.GeoDataFrame(rows, geometry=shapes[name], crs=31370)
        pyogrio.write_dataframe(frame, path, layer=name, append=path.exists())
    return path


def test_help_is_quick_to_import() -> None:
    code = (
        "import sys; sys.argv = ['sbd', '--help']\n"
        "from sbd.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numba', 'geopandas', 'streamlit', 'pandas', 'shapely'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_assess_prints_scores_requirements_and_gains(plan: Path) -> None:
    done = sbd("assess", plan, "--date", DATE)
    assert done.returncode == 0, done.stderr
    assert "Too little information to conclude" in done.stdout
    for word in ("Safety", "Accessibility", "Liveability", "Requirements", "L-03"):
        assert word in done.stdout


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A footway of 100 m with no coordinate system."""
    path = tmp_path_factory.mktemp("drawing") / "voetpad.shp"
    line = LineString([(0, 0), (0, 100)])
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[line], crs=31370)
    pyogrio.write_dataframe(frame, path)
    path.with_suffix(".prj").unlink()
    return path


def test_a_local_drawing_is_placed_by_a_point_and_a_bearing(drawing: Path) -> None:
    place = ("--crs", "local", "--at", "-3.7038,40.4168", "--origin", "0,0")
    done = sbd("inspect", drawing, *place, "--bearing", "-90")
    assert done.returncode == 0, done.stderr
    assert "−90° clockwise from north" in done.stdout


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--at", "4.3517", "'4.3517' is not LON,LAT"),
        ("--at", "4,3517,50,8466", "such as 4.3517,50.8466"),
        ("--origin", "x,y", "'x,y' is not X,Y"),
        ("--bearing", "north", "'north' is not a valid float"),
    ],
)
def test_a_place_that_is_none_is_wrong_usage(
    drawing: Path, option: str, value: str, said: str
) -> None:
    done = sbd("inspect", drawing, "--crs", "local", option, value)
    assert done.returncode == 2
    assert said in done.stderr


def test_latitude_first_is_refused(drawing: Path) -> None:
    done = sbd("inspect", drawing, "--crs", "local", "--at", "40.4,103.7")
    assert done.returncode == 1
    assert "longitude,latitude" in done.stderr


@pytest.fixture(scope="module")
def bilingual(plan: Path) -> str:
    return sbd("assess", plan, "--lang", "nl+fr").stdout


@pytest.mark.parametrize(("lang", "word"), [("nl", "Leefbaarheid"), ("fr", "Qualité")])
def test_assess_speaks_the_languages(
    plan: Path, bilingual: str, lang: str, word: str
) -> None:
    assert word in sbd("assess", plan, "--lang", lang).stdout
    assert word in bilingual


def test_assess_writes_every_format(plan: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / f"out{s}" for s in (".sbd.json", ".gpkg", ".html")]
    commas = ",".join(map(str, outputs))
    done = sbd("assess", plan, "--date", DATE, "-o", commas)
    assert done.returncode == 0, done.stderr
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    found = json.loads(outputs[0].read_text("utf-8"))
    assert (found["edition"], found["date"]) == ("public", DATE)
    canopy = next(c for c in found["criteria"] if c["id"] == "L-03")
    # Four crowns of 5 m radius on 10,000 m2: 3.14 %.
    assert canopy["parts"][0]["value"] == pytest.approx(3.1416, rel=1e-3)
    assert "Proefplein" in outputs[2].read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(plan: Path, tmp_path: Path) -> None:
    suffixes = (".sbd.json", ".csv.zip")  # the others are compared by their own tests
    for name in "ab":
        (tmp_path / name).mkdir()
        files = ",".join(str(tmp_path / name / f"out{s}") for s in suffixes)
        done = process("assess", plan, "--date", DATE, "-o", files)
        assert done.returncode == 0, done.stderr
    for suffix in suffixes:
        one, other = (tmp_path / name / f"out{suffix}" for name in "ab")
        assert one.read_bytes() == other.read_bytes(), suffix


def test_options_win_over_the_file(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sbd.json"
    options = ("--space-type", "park", "--risk", "normal", "--declare", "green,play")
    done = sbd("assess", plan, *options, "--edition", "restricted", "-o", out)
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text("utf-8"))["plan"]
    assert found["space_type"] == "park"
    assert found["risk"]["vehicle"] == "normal"
    assert {"green", "play", "tree"} <= set(found["declared"])


def test_ratings_feed_the_judged_criteria(plan: Path, tmp_path: Path) -> None:
    ratings = tmp_path / "answers.yaml"
    ratings.write_text(
        "ratings:\n- {criterion: L-15, rater: R1, discipline: police, answer: 3}\n"
    )
    out = tmp_path / "out.sbd.json"
    done = sbd("assess", plan, "--ratings", ratings, "-o", out)
    assert done.returncode == 0, done.stderr
    criteria = json.loads(out.read_text("utf-8"))["criteria"]
    assert next(c for c in criteria if c["id"] == "L-15")["level"] == 3


def test_inspect_tells_what_is_there_and_what_is_missing(plan: Path) -> None:
    done = sbd("inspect", plan)
    assert done.returncode == 0, done.stderr
    assert "EPSG:31370" in done.stdout
    for criterion in ("S-01", "A-16", "L-16"):
        assert criterion in done.stdout


def test_compare_shows_differences(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "bare.gpkg"
    for name in ("site", "square"):
        frame = pyogrio.read_dataframe(plan, layer=name)
        pyogrio.write_dataframe(frame, other, layer=name, append=other.exists())
    done = sbd("compare", plan, other)
    assert done.returncode == 0, done.stderr
    assert "L-03" in done.stdout
    assert sbd("compare", plan).returncode == 2
    tables = tmp_path / "both.csv.zip"
    assert sbd("compare", plan, other, "-o", tables).returncode == 0
    with zipfile.ZipFile(tables) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith("compared_criteria.csv")]
        assert b"L-03" in archive.read(name)


def test_checklist_commands(tmp_path: Path) -> None:
    assert "brussels" in sbd("checklist", "list").stdout
    assert (
        "Boomkroonbedekking"
        in sbd("checklist", "show", "brussels", "--lang", "nl").stdout
    )
    copy = tmp_path / "mine.yaml"
    assert sbd("checklist", "export", "brussels", copy).returncode == 0
    done = sbd("checklist", "check", copy)
    assert done.returncode == 0, done.stderr
    assert "60 criteria, no mistakes" in done.stdout
    bad = copy.read_text("utf-8").replace(
        "indicator: canopy_share", "indicator: nothing"
    )
    copy.write_text(bad, "utf-8")
    refused = sbd("checklist", "check", copy)
    assert refused.returncode == 1
    assert "nothing" in refused.stderr


def test_a_checklist_goes_to_a_workbook_and_back(tmp_path: Path) -> None:
    book, copy = tmp_path / "mine.xlsx", tmp_path / "mine.yaml"
    assert sbd("checklist", "export", "brussels", book).returncode == 0
    done = sbd("checklist", "import", book, copy)
    assert done.returncode == 0, done.stderr
    assert "60 criteria, no mistakes" in sbd("checklist", "check", copy).stdout
    assert "60 criteria, no mistakes" in sbd("checklist", "check", book).stdout
    assert (tmp_path / "checklist.schema.json").exists()
    for again in (("export", "brussels", book), ("import", book, copy)):
        refused = sbd("checklist", *again)
        assert refused.returncode == 1
        assert "exists already; choose another name." in refused.stderr


def test_answers_of_a_field_walk_count(plan: Path, tmp_path: Path) -> None:
    form = tmp_path / "walk.xlsform.xlsx"
    assert sbd("checklist", "export", "brussels", form, "--lang", "nl").returncode == 0
    answers = tmp_path / "answers.csv"
    answers.write_text(
        "about/discipline,group_l_15/l_15,group_l_15/l_15_note\npolice,3,Well lit\n"
        "residents,1,\n"
    )
    out = tmp_path / "out.sbd.json"
    done = sbd("assess", plan, "--ratings", answers, "-o", out, "--date", DATE)
    assert done.returncode == 0, done.stderr
    said = json.loads(out.read_text("utf-8"))
    (criterion,) = [c for c in said["criteria"] if c["id"] == "L-15"]
    assert criterion["level"] == 2
    answers.write_text("discipline,l_15\npolice,7\n")
    refused = sbd("assess", plan, "--ratings", answers)
    assert refused.returncode == 1
    assert "answers.csv, B2: '7' is no answer of the form" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "missing.gpkg"), 1),
        (("assess", "missing.gpkg", "-o", "out.pdf"), 1),
        (("checklist", "check", "missing.yaml"), 1),
        (("assess",), 2),
        (("assess", "x.gpkg", "--risk", "high"), 2),
        (("assess", "x.gpkg", "--date", "tomorrow"), 2),
        (("nonsense",), 2),
    ],
)
def test_refusals_are_one_sentence(arguments: tuple[str, ...], code: int) -> None:
    done = sbd(*arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1
        assert done.stderr.strip().endswith(".")


def test_a_refusal_is_one_sentence_in_a_process_too() -> None:
    done = process("checklist", "check", "missing.yaml")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_plan_without_a_site_is_inspected_and_not_assessed(
    plan: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "trees.gpkg"
    frame = pyogrio.read_dataframe(plan, layer="tree")
    pyogrio.write_dataframe(frame, bare, layer="tree")
    assert sbd("inspect", bare).returncode == 0
    done = sbd("assess", bare)
    assert done.returncode == 1
    assert "--site" in done.stderr


def test_an_output_that_cannot_be_written_is_refused(
    plan: Path, tmp_path: Path
) -> None:
    done = sbd("assess", plan, "-o", tmp_path / "no" / "folder" / "x.html")
    assert done.returncode == 1
    assert "could not be written" in done.stderr
