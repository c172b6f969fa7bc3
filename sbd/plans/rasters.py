"""A picture under the plan and heights of its ground, read by the child process."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sbd.errors import PlanError
from sbd.plans.open_files import (
    MAX_MEMORY,
    MAX_SECONDS,
    names_of,
    notes_of,
    refusal,
    run_child,
)
from sbd.plans.picture import Picture
from sbd.plans.plan import WINDOW_M, Note, Plan
from sbd.plans.systems import Bounds, crs_of
from sbd.plans.terrain import MAX_CELLS, Terrain

#: What the child leaves beside its result.
_CONTENT = "raster.bin"
#: Ground shown round a plan that has no site yet. [m] Source: our choice.
_ROUND_M = 50.0
#: Suffixes of what may say where a raster lies.
_PLACES = (".tfw", ".tifw", ".wld", ".prj")


def open_picture(
    paths: Sequence[Path],
    plan: Plan,
    *,
    crs: str | None = None,
    seconds: int = MAX_SECONDS,
    memory: int = MAX_MEMORY,
) -> Picture:
    """Read a picture and make the one that lies under a plan.

    Parameters
    ----------
    paths : sequence of Path
        A GeoTIFF; or a PNG, JPEG or TIFF with its world file; perhaps its ``.prj``.
    plan : Plan
        The picture is cut to its site and 150 m around it, or to its extent.
    crs : str, optional
        ``EPSG:n``, for a picture that does not state its own; default the plan's.
    seconds, memory : int
        Limits of the reading. [s, byte]

    Returns
    -------
    Picture
        At most 2,048 pixels wide and high, less than 2 MB.

    Raises
    ------
    PlanError
        If it cannot be used; the sentence says what to do.
    """
    job = _job(plan, crs, role="picture")
    found, content = _read(paths, job, seconds, memory)
    (south, west), (north, east) = found["bounds"]
    return Picture(
        content=content,
        media=str(found["media"]),
        bounds=((float(south), float(west)), (float(north), float(east))),
        size=(int(found["size"][0]), int(found["size"][1])),
        resolution_m=float(found["resolution_m"]),
        name=str(found["name"]),
        sha256=str(found["sha256"]),
        notes=tuple(notes_of(found)),
    )


def open_terrain(
    paths: Sequence[Path] | Path,
    plan: Plan,
    *,
    crs: str | None = None,
    seconds: int = MAX_SECONDS,
    memory: int = MAX_MEMORY,
) -> Terrain:
    """Read the heights of the ground around a plan.

    Parameters
    ----------
    paths : Path or sequence of Path
        A GeoTIFF with one height per cell; perhaps its world file and ``.prj``, which
        are looked for beside a single path.
    plan : Plan
        The heights are cut to its site and 150 m around it, or to its extent.
    crs : str, optional
        ``EPSG:n``, for a file that does not state its own; default the plan's.
    seconds, memory : int
        Limits of the reading. [s, byte]

    Returns
    -------
    Terrain
        Its own cells, or averages of whole numbers of them where there are more than
        2,000 along a side. Heights in feet become metres.

    Raises
    ------
    PlanError
        If it cannot be used; the sentence says what to do.
    """
    files = _with_place(paths) if isinstance(paths, Path) else paths
    job = _job(plan, crs, role="terrain", cells=MAX_CELLS)
    found, content = _read(files, job, seconds, memory)
    heights = np.frombuffer(content, dtype="<f4").reshape(found["shape"])
    a, b, c, d, e, f = (float(v) for v in found["transform"])
    return Terrain(
        heights=heights.astype(np.float32),
        transform=(a, b, c, d, e, f),
        crs=str(found["crs"]),
        resolution_m=float(found["resolution_m"]),
        name=str(found["name"]),
        sha256=str(found["sha256"]),
        notes=tuple(notes_of(found)),
    )


def with_terrain(plan: Plan, terrain: Terrain) -> Plan:
    """Return the plan with heights of its ground, which is noted.

    Parameters
    ----------
    plan : Plan
        With or without other heights, which are replaced.
    terrain : Terrain
        By `open_terrain` or `sbd.plans.terrain.terrain_from`.
    """
    gone = _notes_on(plan.terrain) if plan.terrain is not None else ()
    kept = tuple(n for n in plan.notes if n not in gone)
    return replace(plan, terrain=terrain, notes=(*kept, *_notes_on(terrain)))


def _notes_on(terrain: Terrain) -> tuple[Note, ...]:
    size = round(terrain.resolution_m, 2)
    used = Note("terrain_used", {"name": terrain.name, "resolution_m": size})
    return (*terrain.notes, used)


def _with_place(path: Path) -> list[Path]:
    """Return a raster with what lies beside it and says where it lies."""
    beside = {p.suffix.lower(): p for p in path.parent.glob(f"{_literal(path.stem)}.*")}
    return [path, *(beside[s] for s in _PLACES if s in beside)]


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _job(plan: Plan, crs: str | None, **more: Any) -> dict[str, Any]:
    """Say what the plan needs of a raster."""
    if plan.site is None:
        area = plan.extent.buffer(_ROUND_M)
    else:
        area = plan.site.buffer(WINDOW_M)
    bounds: Bounds = area.bounds
    return {
        "crs": plan.crs.to_wkt(),
        "bounds": list(bounds),
        "given": None if crs is None else crs_of(crs).to_wkt(),
        **more,
    }


def _read(
    paths: Sequence[Path], job: Mapping[str, Any], seconds: int, memory: int
) -> tuple[dict[str, Any], bytes]:
    """Let the child read; return what it says and the content it left."""
    with tempfile.TemporaryDirectory(
        prefix="sbd-", ignore_cleanup_errors=True
    ) as private:
        folder = Path(private)
        try:
            found = run_child(
                folder, paths, seconds=seconds, memory=memory, raster=dict(job)
            )
        except TimeoutError as error:
            raise PlanError(
                "Reading {files} took longer than {seconds} s and was stopped: cut it "
                "to the site and 150 m around it.",
                files=names_of(paths),
                seconds=seconds,
            ) from error
        if found is None or found.get("detail") == "memory":
            raise PlanError(
                "Reading {files} needed too much memory, or the file is damaged, and "
                "was stopped: cut it to the site and 150 m around it and export it "
                "again.",
                files=names_of(paths),
            )
        if "error" in found:
            raise refusal(found, paths)
        return found, (folder / _CONTENT).read_bytes()
