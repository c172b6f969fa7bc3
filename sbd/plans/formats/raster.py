"""A picture or heights from files, in the reading process: `open_rasters` asks for it.

The content is left in ``raster.bin``: a PNG or JPEG, or rows of float32 heights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from sbd.errors import PlanError
from sbd.plans.formats.exchange import RESULT
from sbd.plans.formats.geotiff import GeoTiff, open_geotiff
from sbd.plans.formats.pixels import Drawing, open_drawing
from sbd.plans.formats.placing import Placing, degrees_of_web, needed, side_of
from sbd.plans.formats.reading import MAX_BYTES, Reading, shown
from sbd.plans.formats.rectify import box_of, frame_for, laid_out, written
from sbd.plans.formats.world_file import (
    SUFFIXES,
    Matrix,
    is_place,
    moved,
    read_prj,
    read_world_file,
    scaled,
)
from sbd.plans.systems import label

CONTENT = "raster.bin"

_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_DRAWINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
#: What GIS programs write beside a picture; nothing in it is needed.
_BESIDE = (".aux.xml", ".ovr", ".xml", ".qgz", ".qml", ".txt", ".cpg")
#: Heights beyond these are marks for missing ones. [m]
#: Source: the shores of the Dead Sea and Mount Everest, with some room.
_HEIGHTS_M = (-500.0, 9_000.0)
#: Cells beside the part that is needed, so that its edge can be interpolated. [1]
_MARGIN = 2


@dataclass(frozen=True)
class _Files:
    """What was given: the raster, and perhaps what says where it lies."""

    raster: Path
    world: Path | None
    prj: Path | None


def read_raster(
    paths: Sequence[Path], job: Mapping[str, Any], reading: Reading
) -> None:
    """Read a picture or heights and leave them in the folder of the reading.

    Parameters
    ----------
    paths : sequence of Path
        A GeoTIFF, PNG or JPEG; perhaps its world file and ``.prj``.
    job : mapping
        ``role`` (``picture`` or ``terrain``), ``crs`` (the plan's, WKT), ``bounds``
        (what the plan needs, in that CRS [m]), ``given`` (WKT, the CRS of files that
        do not state theirs, or None) and, for a terrain, ``cells`` (along a side, at
        most).
    reading : Reading
        Takes notes and digests.

    Raises
    ------
    PlanError
        If the files cannot be used.
    """
    files = _sorted(paths, reading)
    with _opened(files, reading) as source:
        placing = _placed(source, files, job, reading)
        size = source.width, source.height
        part = needed(placing, size, tuple(job["bounds"]), source.name)
        if job["role"] == "picture":
            found, content = _picture(source, placing, part, reading)
        else:
            found, content = _terrain(source, placing, part, int(job["cells"]))
    (reading.scratch / CONTENT).write_bytes(content)
    found |= {"name": source.name, "sha256": reading.sha256(), "notes": reading.notes}
    (reading.scratch / RESULT).write_text(json.dumps(found), encoding="ascii")


def _sorted(paths: Sequence[Path], reading: Reading) -> _Files:
    """Tell the raster from its world file and its coordinate system."""
    rasters: list[Path] = []
    beside: dict[str, Path] = {}
    ignored: list[str] = []
    for path in paths:
        suffix = path.suffix.lower()
        if not path.is_file():
            raise PlanError(
                "{file} does not exist or is not a file: check its path.",
                file=shown(path.name),
            )
        if suffix in SUFFIXES:
            beside["world"] = path
        elif suffix == ".prj":
            beside["prj"] = path
        elif path.name.lower().endswith(_BESIDE):
            ignored.append(shown(path.name))
        else:
            rasters.append(path)
    if len(rasters) != 1:
        raise PlanError(
            "Give one GeoTIFF, or one PNG or JPEG with its world file, at a time."
        )
    if ignored:
        reading.note("raster_files_ignored", files=ignored)
    return _Files(rasters[0], beside.get("world"), beside.get("prj"))


@contextmanager
def _opened(files: _Files, reading: Reading) -> Iterator[GeoTiff | Drawing]:
    """Open the raster by what it is, whatever it is called."""
    name = shown(files.raster.name)
    if files.raster.stat().st_size > MAX_BYTES:
        raise PlanError(
            "{file} is larger than {size} MB: cut it to the site and 150 m around it.",
            file=name,
            size=MAX_BYTES // 1_000_000,
        )
    with files.raster.open("rb") as file:
        head = file.read(8)
    copy = reading.folder() / "raster"
    if head.startswith(_TIFF):
        with open_geotiff(reading.stage(files.raster, copy), name) as tiff:
            yield tiff
    elif head.startswith(_DRAWINGS):
        with open_drawing(reading.stage(files.raster, copy), name) as drawing:
            yield drawing
    else:
        raise PlanError(
            "{file} is neither GeoTIFF nor PNG nor JPEG: export it as one of these.",
            file=name,
        )


def _placed(
    source: GeoTiff | Drawing, files: _Files, job: Mapping[str, Any], reading: Reading
) -> Placing:
    """Settle where the raster lies: its own word first, then what was given."""
    matrix = source.matrix
    if matrix is None and files.world is not None:
        matrix = read_world_file(files.world)
    if matrix is None or not is_place(matrix):
        raise PlanError(
            "{file} does not say where it lies: add its world file (such as .tfw, .pgw "
            "or .jgw), or export it as GeoTIFF.",
            file=source.name,
        )
    plan = CRS.from_wkt(job["crs"])
    crs = source.crs
    if crs is None and files.prj is not None:
        crs = read_prj(files.prj)
    if crs is None and job["given"]:
        crs = CRS.from_wkt(job["given"])
    if crs is None:
        crs = plan
        reading.note("raster_crs_assumed", file=source.name, crs=label(plan))
    return Placing(matrix, crs, plan)


def _picture(
    source: GeoTiff | Drawing, placing: Placing, part: Any, reading: Reading
) -> tuple[dict[str, Any], bytes]:
    """Make the picture that is kept."""
    frame, factor = frame_for(placing, part)
    box = box_of(part, (source.width, source.height), factor, _MARGIN)
    found = source.colours(box, factor)
    near = replace(placing, matrix=placing.matrix @ _cells(box, found.rgba))
    picture = laid_out(frame, found.rgba, near.pixels_of_web)
    if found.scaled:
        reading.note("picture_scaled", file=source.name)
    content, media, size = written(picture, found.rgba)
    whole = [frame.width, frame.height]
    west_north, east_south = degrees_of_web(frame.web_of(np.array([[0, 0], whole])))
    bounds = [[east_south[1], west_north[0]], [west_north[1], east_south[0]]]
    middle = np.array([part.centroid.coords[0]])
    ground = side_of(placing.plan_of, middle) / side_of(placing.web_of, middle)
    pixel = frame.pixel * ground * frame.width / size[0]
    about = {"media": media, "bounds": bounds, "size": size, "resolution_m": pixel}
    return about, content


def _terrain(
    source: GeoTiff | Drawing, placing: Placing, part: Any, most: int
) -> tuple[dict[str, Any], bytes]:
    """Cut the heights that are needed, averaged where there are too many."""
    if not isinstance(source, GeoTiff):
        raise PlanError(
            "{file} is a picture, not heights: give a GeoTIFF with one height per "
            "cell.",
            file=source.name,
        )
    west, north, east, south = part.bounds
    longest = max(east - west, south - north) + 1
    factor = math.ceil(longest / (most - 2 * _MARGIN - 1))
    box = box_of(part, (source.width, source.height), factor, _MARGIN)
    heights = source.heights(box, factor)
    low, high = _HEIGHTS_M
    # A comparison with NaN is no, so that missing heights stay missing.
    heights[~((heights > low) & (heights < high))] = np.nan
    if np.isnan(heights).all():
        raise PlanError(
            "{file} holds no heights where the plan lies: take one of this place.",
            file=source.name,
        )
    near = replace(placing, matrix=placing.matrix @ _cells(box, heights))
    middle = np.array([[heights.shape[1] / 2, heights.shape[0] / 2]])
    about = {
        "transform": near.matrix[:2].ravel().tolist(),
        "crs": placing.crs.to_wkt(),
        "resolution_m": side_of(near.plan_of, middle),
        "shape": list(heights.shape),
    }
    return about, heights.astype("<f4").tobytes()


def _cells(box: tuple[int, int, int, int], cells: NDArray[Any]) -> Matrix:
    """Return the matrix from cells that were read to the raster's pixels."""
    left, top, right, bottom = box
    rows, columns = cells.shape[:2]
    factors = (right - left) / columns, (bottom - top) / rows
    matrix: Matrix = moved(left, top) @ scaled(*factors)
    return matrix
