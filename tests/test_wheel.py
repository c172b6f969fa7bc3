from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked into an empty folder by pip."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-deps", "--no-index"]
    subprocess.run(
        [*pip, "wheel", *options, "--no-build-isolation", "-w", folder, ROOT],
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    subprocess.run(
        [*pip, "install", *options, "--target", folder / "lib", wheel], check=True
    )
    return folder


def test_the_wheel_has_app_demo_checklist_and_words(installed: Path) -> None:
    (wheel,) = installed.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "sbd/app.py",
        "sbd/data/geo/vlierplein-b.gpkg",
        "sbd/data/geo/vlierplein-b.ratings.yaml",
        "sbd/checklists/brussels.yaml",
        "sbd/checklists/checklist.schema.json",
        "sbd/exports/document.schema.json",
        "sbd/exports/typst/report.typ",
        "sbd/locale/nl/method.po",
        "sbd/plans/assumptions.yaml",
        "sbd/plans/vocabularies/osm.yaml",
        "sbd/py.typed",
    ):
        assert name in names, name


def test_the_installed_program_assesses_its_own_demo(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "import sys, sbd, pathlib\n"
        "from sbd.ui.demo import demo_plan\n"
        "from sbd.cli import main\n"
        f"assert pathlib.Path(sbd.__file__).is_relative_to({str(installed)!r})\n"
        "sys.argv = ['sbd', 'assess', str(demo_plan('b')), '-o', 'out.sbd.json']\n"
        "main()\n"
    )
    # Its kernels are compiled anew, as where it is installed; not as well as there.
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed / "lib"),
        "NUMBA_OPT": "0",
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.sbd.json").exists()
