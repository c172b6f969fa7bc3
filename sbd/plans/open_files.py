"""Open plan files in a child process, within limits of time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

import sbd
from sbd.errors import PlanError
from sbd.plans.formats.exchange import GEOMETRY, JOB, RESULT
from sbd.plans.formats.reading import HEIGHTS
from sbd.plans.photometric import Photometry, file_key, photometry_from
from sbd.plans.plan import Note
from sbd.plans.plan_state import PlanState, parse_state
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.terrain import Terrain, terrain_from

#: Limits of one reading. Source: design, section 6.
MAX_SECONDS = 10
MAX_MEMORY = 1 << 30
#: Address space that Python and its libraries take before they read. [byte]
_LIBRARIES = 1 << 29

#: Settings of GDAL and its like must come from us, not from the user's shell.
_FOREIGN_SETTINGS = ("GDAL_", "OGR_", "CPL_", "SHAPE_", "PROJ_", "OSM_", "PYTHON")


def open_files(
    paths: Sequence[Path], *, seconds: int = MAX_SECONDS, memory: int = MAX_MEMORY
) -> RawPlan:
    """Read everything that the files of one plan hold.

    Parameters
    ----------
    paths : sequence of Path
        GeoJSON, GeoPackage, Shapefile (the .shp beside its siblings, or a zip),
        FlatGeobuf, KML, KMZ, OpenStreetMap XML or PBF, DXF; and beside them
        photometric files of lamps, EULUMDAT or IES LM-63.
    seconds : int
        Wall time after which the reading is given up. [s]
    memory : int
        Memory that the files may take (not on Windows). [byte]

    Returns
    -------
    RawPlan
        Layers in the order of the files, geometries 2D and valid. Attribute values
        are numbers (float64 or int64) or text (object, None for unknown); yes/no
        cells are the text ``yes`` or ``no``.

    Raises
    ------
    PlanError
        If a file is of another format, damaged, too large or holds nothing; the
        sentence says what to do.
    """
    if not paths:
        raise PlanError("No plan file was given: name at least one.")
    with tempfile.TemporaryDirectory(
        prefix="sbd-", ignore_cleanup_errors=True
    ) as private:
        folder = Path(private)
        try:
            found = run_child(folder, paths, seconds=seconds, memory=memory)
        except TimeoutError as error:
            raise PlanError(
                "Reading {files} took longer than {seconds} s and was stopped: cut the "
                "plan to the site and 800 m around it, or export it as GeoPackage.",
                files=names_of(paths),
                seconds=seconds,
            ) from error
        return _collect(folder, found, paths)


def run_child(
    folder: Path,
    paths: Sequence[Path],
    *,
    seconds: int,
    memory: int,
    **job: Any,
) -> dict[str, Any] | None:
    """Let the reading process open files, within limits.

    Parameters
    ----------
    folder : Path
        Private to this process and its child, which leaves its results there.
    paths : sequence of Path
        The files.
    seconds, memory : int
        As in `open_files`. [s, byte]
    **job
        What else the child is to know.

    Returns
    -------
    dict or None
        What the child says; None where it left nothing that can be read.

    Raises
    ------
    TimeoutError
        If it took too long.
    """
    named = [str(Path(p).absolute()) for p in paths]
    limits = {"seconds": seconds, "memory": memory + _LIBRARIES}
    (folder / JOB).write_text(
        json.dumps({**job, "paths": named, **limits}), encoding="utf-8"
    )
    command = [sys.executable, "-P", "-m", "sbd.plans.formats", str(folder)]
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            # Nothing comes through: its end tells at once that the child has ended.
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    try:
        found: dict[str, Any] = json.loads((folder / RESULT).read_text("ascii"))
    except (OSError, ValueError):
        return None
    return found


def _environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN_SETTINGS)}
    root = Path(sbd.__file__).resolve().parent.parent
    if root.name not in ("site-packages", "dist-packages"):
        kept["PYTHONPATH"] = str(root)
    return {
        **kept,
        "PROJ_NETWORK": "OFF",
        "TMPDIR": str(folder),
        # Threads reserve address space, which is what the memory limit counts.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
    }


def names_of(paths: Sequence[Path]) -> str:
    """Return the names of files, fit for a sentence."""
    from sbd.plans.formats.reading import shown

    return ", ".join(shown(Path(p).name) for p in paths[:5])


def _collect(
    folder: Path, found: Mapping[str, Any] | None, paths: Sequence[Path]
) -> RawPlan:
    if found is None or found.get("detail") == "memory":
        raise _memory(paths)
    if "error" in found:
        raise refusal(found, paths)
    notes = notes_of(found)
    layers = tuple(_layer(folder, entry, notes) for entry in found["layers"])
    state = _state(found.get("state"), paths)
    terrain = None if state is None else _terrain(folder, found.get("heights"))
    photometry = photometry_of(found["photometry"])
    return RawPlan(layers, tuple(notes), found["sha256"], state, terrain, photometry)


def photometry_of(entries: Sequence[Mapping[str, Any]]) -> dict[str, Photometry]:
    """Return photometric files by the key of their names."""
    files = [photometry_from(entry, str(entry["name"])) for entry in entries]
    return {file_key(file.name): file for file in files}


def _terrain(folder: Path, about: str | None) -> Terrain | None:
    """Return the heights that a plan file of ours holds."""
    if about is None:
        return None
    content = (folder / HEIGHTS).read_bytes()
    try:
        said = json.loads(about)
    except ValueError:
        said = {}
    return terrain_from(content, said)


def _state(text: str | None, paths: Sequence[Path]) -> PlanState | None:
    """Return what a plan file of ours says, where it is the whole plan."""
    if text is None or len(paths) != 1:
        return None
    return parse_state(text, names_of(paths))


def _memory(paths: Sequence[Path]) -> PlanError:
    return PlanError(
        "Reading {files} needed too much memory, or the file is damaged, and was "
        "stopped: cut the plan to the site and 800 m around it and export it again.",
        files=names_of(paths),
    )


def refusal(found: Mapping[str, Any], paths: Sequence[Path]) -> PlanError:
    """Return what the child refused, as an error of this process."""
    if found["error"]:
        return PlanError.of_parts(
            (template, values) for template, values in found["error"]
        )
    error = PlanError(
        "{files} cannot be read: it may be damaged, so export it again.",
        files=names_of(paths),
    )
    error.add_note(found["detail"])
    return error


def notes_of(found: Mapping[str, Any]) -> list[Note]:
    """Return the notes that the child took."""
    return [Note(code, _arguments(args)) for code, args in found["notes"]]


def _arguments(args: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in args.items()}


def _crs(entry: Mapping[str, Any], notes: list[Note]) -> CRS | None:
    """Return the CRS that the file states, None with a note if there is no such one."""
    if entry["crs"] is None:
        return None
    try:
        return CRS.from_user_input(entry["crs"])
    except CRSError:
        about = {"file": entry["file"], "layer": entry["name"]}
        notes.append(Note("crs_not_understood", {**about, "crs": entry["crs"][:80]}))
        return None


def _layer(folder: Path, entry: Mapping[str, Any], notes: list[Note]) -> RawLayer:
    with pa.OSFile(str(folder / entry["table"]), "rb") as source:
        table = pa.ipc.open_file(source).read_all()
    geometry = shapely.from_wkb(table.column(GEOMETRY).to_numpy(zero_copy_only=False))
    columns = {
        name: _values(table.column(name))
        for name in table.column_names
        if name != GEOMETRY
    }
    data = pd.DataFrame(columns, index=pd.RangeIndex(len(geometry)))
    return RawLayer(
        file=entry["file"],
        name=entry["name"],
        format=entry["format"],
        frame=gpd.GeoDataFrame(data, geometry=geometry, crs=_crs(entry, notes)),
        unit=entry["unit"],
    )


def _values(column: Any) -> Any:
    """Return numbers as they are, text as objects with None for unknown."""
    if pa.types.is_string(column.type):
        values = np.empty(len(column), dtype=object)
        values[:] = column.to_pylist()
        return pd.Series(values, dtype=object)
    return column.to_numpy(zero_copy_only=False)
