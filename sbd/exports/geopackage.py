"""The assessment as a GeoPackage that opens styled and in the reader's words.

Source: OGC GeoPackage 1.3, and the tables ``layer_styles`` and ``qgis_projects`` that
QGIS keeps in one.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from sbd.exports.geopackage_about import metadata_xml
from sbd.exports.geopackage_layers import layers
from sbd.exports.geopackage_table import Layer
from sbd.exports.material import Material
from sbd.exports.qgis_project import project_row
from sbd.exports.qgis_style import style_xml
from sbd.plans.formats.drivers import pyogrio

_STYLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
 f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
 update_time DATETIME)
"""
_METADATA = """
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
 md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
 mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')
"""
_REFERENCES = """
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT,
 column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL,
 md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
 CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
 CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))
"""
_PROJECTS = (
    "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
)
_EXTENSION = (
    "gpkg_metadata",
    "http://www.geopackage.org/spec121/#extension_metadata",
    "read-write",
)


def write_geopackage(material: Material, path: Path) -> None:
    """Write layers and tables with their styles, titles and metadata.

    Parameters
    ----------
    material : Material
        The assessment in its edition, the plan, the languages.
    path : Path
        Target; replaced. The same input gives the same bytes.
    """
    found = layers(material)
    stamp = f"{material.assessment.date}T00:00:00.000Z"
    path.unlink(missing_ok=True)
    with _fixed_time(stamp):
        for layer in found:
            pyogrio.write_dataframe(
                layer.frame,
                path,
                layer=layer.name,
                driver="GPKG",
                append=path.exists(),
                geometry_type=_geometry_type(layer),
                dataset_options=None if path.exists() else {"VERSION": "1.3"},
                layer_options={"IDENTIFIER": layer.title, "DESCRIPTION": layer.about},
            )
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        _add_styles(file, found, material.langs, stamp)
        _add_metadata(file, found, material, stamp)
        _add_project(file, project_row(found, material, path))


def _geometry_type(layer: Layer) -> str | None:
    """Return the type of a layer whose shapes are not all there; else any fits."""
    return "Point" if layer.topic == "remarks" else None


def _add_styles(
    file: sqlite3.Connection, found: Sequence[Layer], langs: Sequence[str], stamp: str
) -> None:
    """Store a style for each layer, which QGIS then uses by itself."""
    file.execute(_STYLES)
    columns = dict(
        file.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
    )
    file.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
        "owner, ui, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', NULL, ?)",
        [
            (
                layer.name,
                columns.get(layer.name, ""),
                "sbd",
                style_xml(layer, langs),
                layer.title,
                stamp,
            )
            for layer in found
        ],
    )
    file.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
        "last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (stamp,),
    )


def _add_metadata(
    file: sqlite3.Connection, found: Sequence[Layer], material: Material, stamp: str
) -> None:
    """Say what the file is, for the file and for each layer of it."""
    file.execute(_METADATA)
    file.execute(_REFERENCES)
    file.execute(
        "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, "
        "column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, "
        "scope TEXT NOT NULL, "
        "CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))"
    )
    file.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, ?)",
        [(t, *_EXTENSION) for t in ("gpkg_metadata", "gpkg_metadata_reference")],
    )
    named: list[Layer | None] = [None, *found]
    for number, layer in enumerate(named, start=1):
        file.execute(
            "INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, 'text/xml', ?)",
            (number, "http://mrcc.com/qgis.dtd", metadata_xml(material, layer)),
        )
        file.execute(
            "INSERT INTO gpkg_metadata_reference VALUES (?, ?, NULL, NULL, ?, ?, ?)",
            (
                "table" if layer else "geopackage",
                layer.name if layer else None,
                stamp,
                number,
                1 if layer else None,
            ),
        )


def _add_project(file: sqlite3.Connection, row: tuple[str, bytes, str]) -> None:
    """Store the map, where QGIS looks for it."""
    file.execute(_PROJECTS)
    file.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", row)
    file.execute(
        "INSERT INTO gpkg_extensions VALUES ('qgis_projects', NULL, 'qgis', "
        "'http://github.com/pka/qgpkg/blob/master/qgis_geopackage_extension.md', "
        "'read-write')"
    )


@contextlib.contextmanager
def _fixed_time(stamp: str) -> Iterator[None]:
    """Make GDAL stamp the assessment's date instead of the clock's."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
