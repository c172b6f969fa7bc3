"""A large assessment as a GeoPackage, read back by GDAL."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest

from sbd.exports.geopackage import write_geopackage
from tests.exports.test_xlsx_large import COMMENTS, IDS, NAME, large


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large") / "l'été [1] الساحة 🌳.gpkg"
    write_geopackage(large(), made)
    return made


def test_every_criterion_has_a_row(path: Path) -> None:
    table = pyogrio.read_dataframe(path, layer="criteria")
    assert list(table["criterion"]) == IDS
    assert table["title_en"].nunique() == 1


def test_every_comment_comes_back_letter_by_letter(path: Path) -> None:
    table = pyogrio.read_dataframe(path, layer="answers")
    assert list(table["comment"]) == COMMENTS


def test_the_name_of_the_site_is_kept(path: Path) -> None:
    said = pyogrio.read_dataframe(path, layer="summary").astype(str)
    assert said.apply(lambda column: column.str.contains(NAME, regex=False)).any(
        axis=None
    )


def test_every_layer_opens_and_none_is_cut(path: Path) -> None:
    for name, _ in pyogrio.list_layers(path):
        about = pyogrio.read_info(path, layer=name)
        read = pyogrio.read_dataframe(path, layer=name)
        assert len(read) == about["features"], name
