"""A language is added by one folder: here German, in a copy of the catalogues."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from pyogrio import write_dataframe
from shapely import Point, box

PACKAGE = Path(str(resources.files("sbd")))
HEAD = r"""msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
WORDS = {
    "dimension.safety": "Sicherheit",
    "dimension.accessibility": "Barrierefreiheit",
    "ui.gates": "Anforderungen",
    "ui.element": "Objekt",
    "kind.tree": ("Baum", "Bäume"),
    "verdict.too_little_known": "Zu wenig Angaben",
}
PHRASES = {
    "Crowds can leave in time": "Alle kommen rechtzeitig weg",
    "Fire service": "Feuerwehr",
}


def message(key: str, words: str | tuple[str, str]) -> str:
    if isinstance(words, str):
        return f'\nmsgid "{key}"\nmsgstr "{words}"\n'
    one, more = words
    both = f'msgstr[0] "{one}"\nmsgstr[1] "{more}"\n'
    return f'\nmsgid "{key}"\nmsgid_plural "{key}"\n{both}'


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is, with one more folder among its catalogues."""
    root = tmp_path_factory.mktemp("copy")
    package = root / "sbd"
    package.mkdir()
    for part in PACKAGE.iterdir():
        if part.name != "locale":
            (package / part.name).symlink_to(part)
    shutil.copytree(PACKAGE / "locale", package / "locale")
    german = package / "locale" / "de"
    german.mkdir()
    for name, said in (("method.po", WORDS), ("checklist.po", PHRASES)):
        lines = "".join(message(k, w) for k, w in said.items())
        (german / name).write_text(HEAD + lines, "utf-8")
    return root


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "platz.gpkg"
    site = box(148900, 170600, 149000, 170700)
    rows = {
        "site": (GeoDataFrame({"id": ["s"]}, geometry=[site], crs=31370)),
        "square": (GeoDataFrame({"id": ["q"]}, geometry=[site], crs=31370)),
        "tree": GeoDataFrame(
            {"id": ["t"], "crown_radius_m": [5.0]},
            geometry=[Point(148950, 170650)],
            crs=31370,
        ),
    }
    for name, frame in rows.items():
        write_dataframe(frame, path, layer=name, append=path.exists())
    return path


def run(copied: Path, *arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=copied,
        env={**os.environ, "PYTHONPATH": str(copied)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_speaks_it_and_english_where_it_lacks_words(
    copied: Path, plan: Path
) -> None:
    said = run(copied, "-m", "sbd.cli", "assess", plan, "--lang", "de")
    for word in ("Zu wenig Angaben", "Sicherheit", "Alle kommen rechtzeitig weg"):
        assert word in said
    assert "Most to gain first" in said
    assert "0,0–100,0" in said
    assert "0.0" not in said


def test_numbers_dates_and_plurals_need_no_code(copied: Path) -> None:
    code = (
        "from sbd.locale import *; from sbd.checklists.lists import read_lists\n"
        "from sbd.locale import date_text, language_name\n"
        "from sbd.views.ballot_shell import Frame, page\n"
        "print(LANGS, number('de', 1234.5, 1), date_text('de', '2026-01-01'))\n"
        "print(language_name('de'), plural('de', 'kind.tree', 1.5))\n"
        "print(read_lists().name('disciplines', 'fire', 'de'))\n"
        "print(read_lists().name('disciplines', 'police', 'de'))\n"
        "frame = Frame('de', '/join', {}, 'x')\n"
        "print(page(frame, 'Titel', '').replace('\\n', ' '))\n"
    )
    first, second, fire, police, shown = run(copied, "-c", code).splitlines()
    assert first == "('nl', 'fr', 'en', 'de') 1\u202f234,5 1. Januar 2026"
    assert second == "Deutsch Bäume"
    assert (fire, police) == ("Feuerwehr", "Police")
    assert '<html lang="de"' in shown
    assert 'aria-label="Deutsch (DE)">DE</a>' in shown
