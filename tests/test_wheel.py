from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: What Streamlit and alembic run, and nothing imports.
SCRIPTS = ("sbd.ui.pages.", "sbd.screen", "sbd.app", "sbd.reviews.migrations.")


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
        "sbd/data/geo/vlierplein-b.ratings.fr.yaml",
        "sbd/data/geo/vlierplein-b.ratings.nl.yaml",
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


def test_the_installed_program_is_whole_and_reads_its_own_demo(
    installed: Path, tmp_path: Path
) -> None:
    """Every module can be loaded. To measure, kernels would be compiled anew."""
    code = (
        "import importlib, pathlib, pkgutil, sys, sbd\n"
        "from sbd.ui.demo import demo_plan\n"
        "from sbd.cli import main\n"
        f"assert pathlib.Path(sbd.__file__).is_relative_to({str(installed)!r})\n"
        f"scripts = {SCRIPTS!r}\n"
        "for found in pkgutil.walk_packages(sbd.__path__, 'sbd.'):\n"
        "    if not found.name.startswith(scripts):\n"
        "        importlib.import_module(found.name)\n"
        "sys.argv = ['sbd', 'inspect', str(demo_plan('b')), '--lang', 'nl+fr']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed / "lib")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Vlierplein" in done.stdout
