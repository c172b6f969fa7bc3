"""From paths to layers: staging, choosing the reader, cleaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from sbd.errors import PlanError
from sbd.plans.formats.archive import unpack_kml, unpack_shapefiles, what_is_in
from sbd.plans.formats.detect import SHAPEFILE_PARTS, family_of
from sbd.plans.formats.photometric import read_photometric
from sbd.plans.formats.reading import (
    MAX_LAYERS,
    Reading,
    SourceLayer,
    clean_text,
    shown,
)
from sbd.plans.formats.repair import clean, tidy_columns
from sbd.plans.photometric import is_photometric

#: Siblings of a .shp that are read.
_READ_PARTS = (".shx", ".dbf", ".prj", ".cpg")


def read_sources(paths: Sequence[Path], reading: Reading) -> list[SourceLayer]:
    """Read every file; everything wrong is said in one message.

    Parameters
    ----------
    paths : sequence of Path
        Files of one plan.
    reading : Reading
        Gets notes, counts and digests.

    Returns
    -------
    list of SourceLayer
        With geometries cleaned.

    Raises
    ------
    PlanError
        If a file cannot be used, or no file holds anything to use.
    """
    layers: list[SourceLayer] = []
    wrong: list[PlanError] = []
    for path in _without_parts(paths):
        try:
            found = read_source(path, reading)
        except PlanError as error:
            if isinstance(error.__cause__, MemoryError):
                raise
            wrong.append(error)
            continue
        layers.extend(_finished(layer, reading) for layer in found)
        reading.tidy()
    if wrong:
        raise PlanError.together(wrong)
    if len(layers) > MAX_LAYERS:
        raise PlanError(
            "The plan has more than {n} layers: leave out those not needed.",
            n=MAX_LAYERS,
        )
    if not any(len(layer.geometry) for layer in layers):
        raise _nothing(paths, reading)
    return layers


def _nothing(paths: Sequence[Path], reading: Reading) -> PlanError:
    names = ", ".join(shown(p.name) for p in paths[:5])
    if reading.features == 0:
        return PlanError(
            "{files} holds no features: export the plan's layers again.", files=names
        )
    return PlanError(
        "No feature of {files} has a geometry that can be used: check it in the "
        "program it was drawn in and export it again.",
        files=names,
    )


def _finished(layer: SourceLayer, reading: Reading) -> SourceLayer:
    layer = clean(tidy_columns(layer, reading), reading)
    return _without_false_degrees(layer, reading)


def _without_false_degrees(layer: SourceLayer, reading: Reading) -> SourceLayer:
    """Take the CRS away where coordinates cannot be degrees, as it must be wrong."""
    if layer.format not in ("geojson", "kml") or layer.crs != "EPSG:4326":
        return layer
    bounds = np.abs(shapely.bounds(layer.geometry))
    if not len(bounds):
        return layer
    if bounds[:, [0, 2]].max() <= 180 and bounds[:, [1, 3]].max() <= 90:
        return layer
    reading.note("crs_not_degrees", file=layer.file, layer=layer.name)
    return replace(layer, crs=None)


def _without_parts(paths: Sequence[Path]) -> list[Path]:
    """Leave out the parts of shapefiles whose .shp is given too."""
    main = {p.with_suffix("") for p in paths if p.suffix.lower() == ".shp"}
    return [
        p
        for p in dict.fromkeys(paths)
        if p.suffix.lower() not in SHAPEFILE_PARTS or p.with_suffix("") not in main
    ]


def read_source(path: Path, reading: Reading) -> list[SourceLayer]:
    """Read one file, whatever its format.

    Parameters
    ----------
    path : Path
        What the user gave.
    reading : Reading
        Gets notes, counts and digests.

    Returns
    -------
    list of SourceLayer
        As the format gives them.

    Raises
    ------
    PlanError
        If it cannot be used, with what to do.
    """
    name = clean_text(path.name)
    if path.is_dir():
        raise PlanError("{file} is a folder: give the files in it.", file=shown(name))
    if not path.is_file():
        raise PlanError(
            "{file} does not exist or is not a file: check its path.", file=shown(name)
        )
    try:
        if is_photometric(path):
            read_photometric(path, name, reading)
            return []
        family = family_of(path, name)
        if family == "shapefile":
            return [_read_shapefile(path, reading)]
        staged = reading.stage(path, reading.folder() / f"plan.{_SUFFIX[family]}")
        if family == "gpkg":
            _stage_log(path, staged, reading)
    except OSError as error:
        raise PlanError(
            "{file} cannot be opened: check that you may read it.", file=shown(name)
        ) from error
    return _read_staged(family, staged, name, reading)


_SUFFIX = {
    "geojson": "geojson",
    "gpkg": "gpkg",
    "flatgeobuf": "fgb",
    "kml": "kml",
    "osm": "osm",
    "pbf": "pbf",
    "dxf": "dxf",
    "zip": "zip",
}


def _stage_log(path: Path, staged: Path, reading: Reading) -> None:
    """Copy the log in which SQLite keeps what another program has just written."""
    log = path.with_name(path.name + "-wal")
    if log.is_file() and log.stat().st_size:
        reading.stage(log, staged.with_name(staged.name + "-wal"))


def _read_shapefile(path: Path, reading: Reading) -> SourceLayer:
    from sbd.plans.formats.gdal import read_shp

    folder = reading.folder()
    staged = reading.stage(path, folder / "plan.shp")
    for sibling in sorted(path.parent.iterdir()):
        suffix = sibling.suffix.lower()
        same = sibling.stem.casefold() == path.stem.casefold()
        if same and suffix in _READ_PARTS and sibling.is_file():
            reading.stage(sibling, folder / f"plan{suffix}")
    return read_shp(staged, path.name, path.stem, reading)


def _read_staged(
    family: str, staged: Path, name: str, reading: Reading
) -> list[SourceLayer]:
    """Call the reader; each is imported only when it is needed, to start fast."""
    if family == "zip":
        return _read_zip(staged, name, reading)
    if family == "geojson":
        from sbd.plans.formats.geojson import read_geojson

        return read_geojson(staged, name, reading)
    if family == "kml":
        from sbd.plans.formats.kml import read_kml

        return read_kml(staged, name, reading)
    if family == "dxf":
        from sbd.plans.formats.dxf import read_dxf

        return read_dxf(staged, name, reading)
    if family in ("osm", "pbf"):
        from sbd.plans.formats.osm import read_osm

        return read_osm(staged, name, reading, pbf=family == "pbf")
    from sbd.plans.formats import gdal

    read = gdal.read_gpkg if family == "gpkg" else gdal.read_flatgeobuf
    return read(staged, name, reading)


def _read_zip(staged: Path, name: str, reading: Reading) -> list[SourceLayer]:
    if what_is_in(staged, name) == "kmz":
        from sbd.plans.formats.kml import read_kml

        return read_kml(unpack_kml(staged, name, reading), name, reading)
    from sbd.plans.formats.gdal import read_shp

    sets = unpack_shapefiles(staged, name, reading)
    return [read_shp(s.path, name, s.name, reading) for s in sets]
