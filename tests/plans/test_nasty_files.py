"""Every awkward file at hand gives a plan or one clear sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sbd.errors import PlanError, QuestionError
from sbd.plans.open_files import open_files
from sbd.plans.read import Options, build_plan
from tests.conftest import SHARED
from tests.plans.odd_files import codes

FOLDERS = ("nasty-*", "cad-dxf", "be-grb-parcels", "bim-ifc", "citygml-*", "cityjson-*")
FILES = sorted(p for f in FOLDERS for p in SHARED.glob(f"{f}/*"))

#: What each file that is refused says, by its name; all others are read.
REFUSED = {
    "SOURCE.md": "is a text file",
    "gre.cpg": "is one part of a shapefile",
    "gre.dbf": "is one part of a shapefile",
    "gre.prj": "is one part of a shapefile",
    "gre.shx": "is one part of a shapefile",
    "noshp.zip": "has no .shp file",
    "selfclosing.kml": "has a geometry that can be used",
    "road.ifc": "is an IFC building model: export",
    "citygml3_roads_roundabout.gml": "is a CityGML city model: export",
    "delft.json": "is a CityJSON city model: export",
    "valid__valid_featurecollection_empty_features.geojson": "holds no features",
}
#: Files that are read, but whose coordinates need an answer.
ASKED = {
    "topo_parcels.geojson",
    "SiB2023_entrance_jupedsim.dxf",
    "hatches_1.dxf",
    "railway-scheme.dxf",
    "recover01.dxf",
    "no-dbf.zip",
}
REFUSED_STRUCTURES = (
    "feature_properties_is_array",
    "feature_wrong_geometry_key",
    "featurecollection_",
    "geometry_coordinates_",
    "geometry_depth_",
    "geometry_mislabeled_point",
    "geometry_wrong_geometry_type",
)


def is_refused(name: str) -> bool:
    structure = name.removeprefix("invalid_structure__invalid_")
    return name in REFUSED or (
        structure != name and structure.startswith(REFUSED_STRUCTURES)
    )


def is_one_sentence(text: str) -> bool:
    ends = re.findall(r"[.!?](?=\s|$)", text)
    return text.endswith(".") and len(ends) == 1 and "\n" not in text


@pytest.mark.skipif(not FILES, reason="the folder shared/data is not beside this clone")
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_plan_or_one_sentence(path: Path) -> None:
    if is_refused(path.name):
        with pytest.raises(PlanError) as caught:
            open_files([path])
        said = str(caught.value)
        assert path.name in said
        assert REFUSED.get(path.name, "") in said
        assert is_one_sentence(said), said
        return
    plan = open_files([path])
    frames = [layer.frame for layer in plan.layers]
    assert sum(len(f) for f in frames) > 0
    assert all(f.is_valid.all() and not f.has_z.any() for f in frames)
    assert not any((f.geom_type == "GeometryCollection").any() for f in frames)
    if path.name in ASKED:
        with pytest.raises(QuestionError, match="--crs") as asked:
            build_plan(plan, Options())
        assert is_one_sentence(str(asked.value))
    else:
        assert build_plan(plan, Options()).crs.is_projected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nasty-gpkg-curves/curve.gpkg", "curves_straightened"),
        ("nasty-gpkg-curves/line_zm.gpkg", "heights_ignored"),
        ("nasty-shapefile-zip/no-dbf.zip", "attributes_missing"),
        ("nasty-shapefile-zip/zero-len-line.zip", "geometry_missing"),
        ("be-grb-parcels/topo_parcels.geojson", "crs_not_degrees"),
        ("cad-dxf/SiB2023_entrance_jupedsim.dxf", "dxf_layers_hidden"),
    ],
)
def test_what_was_done_is_told(shared_data: Path, name: str, code: str) -> None:
    assert code in codes(open_files([shared_data / name]))


def test_declared_code_pages_are_used(shared_data: Path) -> None:
    plan = open_files([shared_data / "nasty-shapefile-zip" / "codepage.zip"])
    assert list(plan.layers[0].frame["field"]) == ["??", "Hněvošický háj"]
    grenada = open_files([shared_data / "nasty-fiona" / "gre.shp"])
    assert grenada.layers[0].frame["name_ta"].iloc[0] == "கிரெனடா"


@pytest.mark.parametrize(
    ("folder", "suffix", "layers"),
    [
        ("be-wechelderzande/derived", "zip", "bomen"),
        ("monaco-place-d-armes/derived", "zip", "arbres"),
        ("helsinki-mannerheiminaukio/derived", "kmz", "stops"),
        ("breda-grote-markt/derived", "gpkg", "bomen"),
    ],
)
def test_the_variants_of_real_squares(
    shared_data: Path, folder: str, suffix: str, layers: str
) -> None:
    (path,) = (shared_data / folder).glob(f"*.{suffix}")
    plan = open_files([path])
    assert layers in [layer.name for layer in plan.layers]
    assert plan.notes == ()
