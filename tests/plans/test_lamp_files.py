"""Photometric files beside a plan: what is read of them, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sbd.errors import PlanError
from sbd.plans.formats.photometric import read_photometric
from sbd.plans.formats.reading import Reading
from sbd.plans.lamp_files import with_photometry
from sbd.plans.photometric import (
    Photometry,
    file_key,
    photometry_from,
    plan_name,
)
from sbd.plans.plan import Plan
from sbd.plans.plan_state import parse_state, restore, state_of
from sbd.plans.read import read_plan
from tests.conftest import ROOT

DEMO = ROOT / "data" / "geo" / "vlierplein-b.gpkg"
#: Angles from straight down, and what a lamp of 4,000 lm sends there. [deg, cd]
GAMMA, CANDELA = (0, 45, 90), (1000, 600, 0)


def ldt(
    planes: Sequence[float],
    rows: Sequence[Sequence[float]],
    *,
    symmetry: int = 0,
    flow: str = "4000",
    angles: Sequence[float] = GAMMA,
) -> str:
    """Write EULUMDAT: rows in candela per 1,000 lm."""
    count, step = len(planes), 360 / len(planes)
    head = ["maker", "1", str(symmetry), str(count), str(step), str(len(angles)), "45"]
    names = ["report", "lantern", "1", "lantern.ldt", "2026"]
    sizes = ["300"] * 9
    factors = ["100", "100", "1", "0", "1"]
    lamps = ["1", "LED", flow, "3000", "80", "40"]
    table = [*planes, *angles, *(value for row in rows for value in row)]
    ratios = ["0"] * 10
    lines = [*head, *names, *sizes, *factors, *lamps, *ratios, *map(str, table)]
    return "\r\n".join(lines) + "\r\n"


def ies(
    planes: Sequence[float],
    rows: Sequence[Sequence[float]],
    *,
    lamps: str = "1 4000",
    kind: int = 1,
    tilt: str = "NONE",
) -> str:
    """Write LM-63: rows in candela."""
    table = "\n".join(" ".join(map(str, row)) for row in rows)
    return (
        "IESNA:LM-63-2002\n[MANUFAC] maker\n"
        f"TILT={tilt}\n{lamps} 1 {len(GAMMA)} {len(planes)} {kind} 2 0 0 0\n1 1 40\n"
        f"{' '.join(map(str, GAMMA))}\n{' '.join(map(str, planes))}\n{table}\n"
    )


@pytest.fixture
def read(tmp_path: Path):
    def of(text: str | bytes, name: str = "lantern.ldt") -> Photometry:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("latin-1"))
        folder = tmp_path / "private"
        folder.mkdir(exist_ok=True)
        reading = Reading(folder)
        read_photometric(path, name, reading)
        reading.tidy()
        return photometry_from(reading.photometry[0], name)

    return of


PER_1000 = [c / 4 for c in CANDELA]


def test_eulumdat_is_scaled_to_the_light_flow_of_its_lamps(read) -> None:
    found = read(ldt([0], [PER_1000], symmetry=1))
    assert found.angles_deg == pytest.approx(GAMMA)
    assert found.candela == pytest.approx(CANDELA)


def test_lm_63_is_taken_as_it_is_whatever_its_lumens(read) -> None:
    for lamps in ("1 4000", "2 500", "1 -1", "3 -1"):
        found = read(ies([0], [CANDELA], lamps=lamps), "lantern.ies")
        assert found.candela == pytest.approx(CANDELA), lamps


def test_intensities_are_averaged_all_round(read) -> None:
    rows = [[400, 400, 0], [100, 100, 0], [0, 0, 0], [100, 100, 0]]
    found = read(ldt([0, 90, 180, 270], rows))
    assert found.candela == pytest.approx([600, 600, 0])
    # The same lamp, symmetric to the plane 0-180: three planes are given.
    half = read(ldt([0, 90, 180, 270], rows[:3], symmetry=2))
    assert half.candela == pytest.approx(found.candela)
    absolute = [[4 * v for v in row] for row in rows]
    for planes, given in (
        ([0, 90, 180, 270, 360], [*absolute, absolute[0]]),
        ([0, 90, 180], absolute[:3]),
    ):
        same = read(ies(planes, given), "lantern.ies")
        assert same.candela == pytest.approx(found.candela)


def test_a_quarter_stands_for_the_circle(read) -> None:
    # Planes 0, 45 and 90: the ends stand for half as much as the middle.
    found = read(ies([0, 45, 90], [[0, 0, 0], [80, 40, 0], [40, 40, 0]]), "a.ies")
    assert found.candela == pytest.approx([(2 * 80 + 40) / 4, (2 * 40 + 40) / 4, 0])


BROKEN = {
    "cut off": ldt([0], [PER_1000], symmetry=1)[:-12],
    "no flow": ldt([0], [PER_1000], symmetry=1, flow=""),
    "not a number": ldt([0], [PER_1000], symmetry=1, flow="nan"),
    "endless": ldt([0], [PER_1000], symmetry=1, flow="1e999"),
    "negative": ldt([0], [[-1, 2, 3]], symmetry=1),
    "dark": ldt([0], [[0, 0, 0]], symmetry=1),
    "angles fall": ldt([0], [PER_1000], symmetry=1, angles=(0, 90, 45)),
    "huge": ldt([0], [PER_1000], symmetry=1).replace(
        "\r\n1\r\n360.0", "\r\n99999999\r\n1"
    ),
    "text": "this is a letter\n",
    "empty": "",
    "zeros": b"\0" * 1000,
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_eulumdat_is_refused_by_name(read, what: str) -> None:
    with pytest.raises(PlanError, match=r"lantern\.ldt"):
        read(BROKEN[what])


def test_a_broken_file_refuses_the_plan_with_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "lantern.ldt"
    path.write_text("this is a letter")
    with pytest.raises(PlanError, match=r"^lantern\.ldt is no photometric file"):
        read_plan([DEMO, path])


@pytest.mark.parametrize(
    "text",
    [
        ies([0], [CANDELA], kind=2),
        ies([0], [CANDELA], tilt="INCLUDE"),
        ies([0], [CANDELA])[:-8],
        ies([0, 0], [CANDELA, CANDELA]),
        "no tilt",
        "",
    ],
    ids=["type B", "tilt", "cut off", "planes", "letter", "empty"],
)
def test_a_broken_lm_63_is_refused_by_name(read, text: str) -> None:
    with pytest.raises(PlanError, match=r"lantern\.ies"):
        read(text, "lantern.ies")


def test_a_large_file_is_refused_unread(read) -> None:
    with pytest.raises(PlanError, match="larger than 4 MB"):
        read(b"1\n" * 2_000_001)


def test_a_file_alone_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "lantern.ldt"
    path.write_text(ldt([0], [PER_1000], symmetry=1))
    with pytest.raises(PlanError, match="no features"):
        read_plan([path])


def test_the_plan_tells_which_files_its_lamps_name(tmp_path: Path) -> None:
    text = ies([0], [CANDELA])
    for name in ("School-Street-5m.IES", "other.ies"):
        (tmp_path / name).write_text(text)
    plan = read_plan([DEMO, *sorted(tmp_path.iterdir())])
    told = {n.code: dict(n.args) for n in plan.notes if "photometric" in n.code}
    assert told == {
        "photometric_file_used": {"file": "School-Street-5m.IES", "n": 20},
        "photometric_file_unused": {"file": "other.ies", "n": 0},
    }
    bare = read_plan([DEMO])
    assert bare.sha256 != plan.sha256
    told = {n.code: dict(n.args) for n in bare.notes if "photometric" in n.code}
    assert told == {
        "photometric_file_not_given": {"file": "school-street-5m.ies", "n": 20}
    }


def test_a_plan_file_keeps_the_intensities() -> None:
    plan = _with_lantern()
    text = state_of(plan, ()).model_dump_json()
    bare = replace(plan, photometry={}, notes=())
    again = restore(bare, parse_state(text, "plan"))
    assert again.photometry == plan.photometry
    assert with_photometry(again, {}).notes == plan.notes


def _with_lantern() -> Plan:
    plan = read_plan([DEMO])
    lantern = Photometry("school-street-5m.ies", (0.0, 90.0), (10.0, 0.0))
    return with_photometry(plan, {file_key(lantern.name): lantern})


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"angles_deg": [0, 90]},
        {"angles_deg": [0, 90], "candela": [1]},
        {"angles_deg": [0, 90], "candela": [1, float("nan")]},
        {"angles_deg": [0, 181], "candela": [1, 1]},
        {"angles_deg": [90, 0], "candela": [1, 1]},
        {"angles_deg": [0, 90], "candela": [0, 0]},
        {"angles_deg": [0, "x"], "candela": [1, 1]},
        {"angles_deg": list(range(2000)), "candela": [1] * 2000},
    ],
)
def test_what_another_program_wrote_is_checked(about: dict[str, object]) -> None:
    with pytest.raises(PlanError, match="no intensities"):
        photometry_from(about, "x.ldt")


@pytest.mark.parametrize("name", ["a/b/Lamp.LDT", "C:\\files\\lamp.ldt", " lamp.ldt "])
def test_names_are_compared_without_folders(name: str) -> None:
    assert file_key(name) == "lamp.ldt"


def test_a_plan_is_called_after_a_file_that_draws_something(tmp_path: Path) -> None:
    path = tmp_path / "a-lantern.ldt"
    path.write_text(ldt([0], [PER_1000], symmetry=1))
    assert plan_name([path, DEMO]) == "vlierplein-b"
    assert plan_name([path]) == "a-lantern"
    plan = read_plan([path, DEMO])
    assert plan.variant == read_plan([DEMO]).variant
