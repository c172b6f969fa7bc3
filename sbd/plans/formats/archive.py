"""Zips and KMZ, unpacked by bounded code of our own; GDAL never sees an archive.

What is written gets a name of ours, so names inside the archive cannot lead anywhere.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sbd.errors import PlanError
from sbd.plans.formats.foreign import refusal
from sbd.plans.formats.reading import Reading, shown

#: Files listed in an archive, of whatever kind.
MAX_ENTRIES = 2_000
#: Files unpacked from an archive.
MAX_FILES = 150
#: Unpacked size of the files wanted, as declared and as streamed. [byte]
MAX_UNPACKED = 200_000_000
#: Unpacked over packed size of one file; drawings stay far below. [1]
MAX_RATIO = 200
#: Below this size a high ratio is harmless. [byte]
_SMALL = 5_000_000

_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NESTED = (".zip", ".kmz", ".7z", ".rar", ".gz", ".tar", ".vrt")
_CHUNK = 1 << 16


@dataclass(frozen=True)
class ShapefileSet:
    """One shapefile unpacked from an archive: its .shp and the name of its layer."""

    path: Path
    name: str


def what_is_in(path: Path, name: str) -> str:
    """Tell whether a zip holds ``shapefile`` or ``kmz``.

    Raises
    ------
    PlanError
        If it holds something else: by its name, with what to do.
    """
    with _opened(path, name) as archive:
        names = [i.filename.lower() for i in _entries(archive, name)]
    suffixes = {PurePosixPath(n).suffix for n in names}
    if ".shp" in suffixes:
        return "shapefile"
    if ".kml" in suffixes:
        return "kmz"
    if "[content_types].xml" in names or "mimetype" in names:
        sheet = any("xl/" in n for n in names) or name.lower().endswith(".ods")
        raise refusal("xlsx" if sheet else "office", name)
    if suffixes & {".dbf", ".shx"}:
        raise PlanError(
            "{file} has no .shp file: pack all files of the shapefile again.",
            file=shown(name),
        )
    for suffix, kind in ((".gdbtable", "gdb"), (".ifc", "ifc"), (".qgs", "qgis")):
        if suffix in suffixes:
            raise refusal(kind, name)
    raise refusal("archive", name)


def unpack_shapefiles(path: Path, name: str, reading: Reading) -> list[ShapefileSet]:
    """Unpack the shapefiles of a zip, each into a folder of its own.

    Parameters
    ----------
    path : Path
        The staged zip.
    name : str
        Base name that the user knows it by.
    reading : Reading
        Gets the note ``archive_ignored`` with the names of files left packed.

    Returns
    -------
    list of ShapefileSet
        In the order of their names.

    Raises
    ------
    PlanError
        If the archive is damaged, locked, too large, or built to mislead.
    """
    with _opened(path, name) as archive:
        entries = _entries(archive, name)
        _refuse_nested(entries, name)
        wanted = [i for i in entries if _suffix(i) in _SHAPEFILE]
        _refuse_large(wanted, name)
        sets: dict[tuple[str, str], list[zipfile.ZipInfo]] = {}
        for info in wanted:
            inside = PurePosixPath(info.filename)
            key = (str(inside.parent).casefold(), inside.stem.casefold())
            sets.setdefault(key, []).append(info)
        unpacked = []
        budget = [MAX_UNPACKED]
        for _, infos in sorted(sets.items()):
            made = _unpack_set(archive, infos, reading.folder(), budget, name)
            if made is None:
                lost = PurePosixPath(infos[0].filename).stem
                reading.note("shapefile_incomplete", file=name, layer=_safe(lost))
            else:
                unpacked.append(ShapefileSet(made, _name_of(infos[0], sets)))
    ignored = tuple(_safe(i.filename) for i in entries if _suffix(i) not in _SHAPEFILE)
    if ignored:
        reading.note("archive_ignored", file=name, n=len(ignored), names=ignored[:10])
    return unpacked


def unpack_kml(path: Path, name: str, reading: Reading) -> Path:
    """Unpack the main document of a KMZ; notes and raises as `unpack_shapefiles`."""
    with _opened(path, name) as archive:
        entries = _entries(archive, name)
        documents = [i for i in entries if _suffix(i) == ".kml"]
        # The first one at the root is the document. Source: KML reference, KMZ.
        documents.sort(key=lambda i: i.filename.count("/"))
        _refuse_large(documents[:1], name)
        target = reading.folder() / "plan.kml"
        _stream(archive, documents[0], target, [MAX_UNPACKED], name)
    others = tuple(_safe(i.filename) for i in documents[1:])
    if others:
        reading.note("archive_ignored", file=name, n=len(others), names=others[:10])
    return target


def _suffix(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename).suffix.lower()


def _safe(inside: str) -> str:
    return shown(inside.replace("/", "_").replace("\\", "_"))


def _name_of(
    info: zipfile.ZipInfo, sets: dict[tuple[str, str], list[zipfile.ZipInfo]]
) -> str:
    """Name a layer by its stem, with its folder where two sets share the stem."""
    inside = PurePosixPath(info.filename)
    same = [stem for _, stem in sets if stem == inside.stem.casefold()]
    if len(same) > 1 and inside.parent.name:
        return _safe(f"{inside.parent.name}_{inside.stem}")
    return _safe(inside.stem)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        RuntimeError,
        OSError,
    ) as error:
        raise PlanError(
            "{file} cannot be unpacked: it is damaged, locked or packed in an unusual "
            "way, so pack it again as a plain zip.",
            file=shown(name),
        ) from error


def _entries(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    infos = [
        i
        for i in archive.infolist()
        if not i.is_dir() and not i.filename.startswith("__MACOSX/")
    ]
    if len(infos) > MAX_ENTRIES:
        raise PlanError(
            "{file} holds more than {n} files: pack only the plan.",
            file=shown(name),
            n=MAX_ENTRIES,
        )
    for info in infos:
        _refuse_tricks(info, name)
    return infos


def _refuse_tricks(info: zipfile.ZipInfo, name: str) -> None:
    inside = PurePosixPath(info.filename)
    outside = (
        inside.is_absolute()
        or ".." in inside.parts
        or "\\" in info.filename
        or ":" in info.filename
    )
    if outside:
        raise PlanError(
            "{file} holds a file whose name leads out of the archive: pack the plan "
            "again.",
            file=shown(name),
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise PlanError(
            "{file} holds a link to another file: pack the files themselves.",
            file=shown(name),
        )
    if info.flag_bits & 0x1:
        raise PlanError(
            "{file} is locked with a password: pack it again without one.",
            file=shown(name),
        )


def _refuse_nested(entries: list[zipfile.ZipInfo], name: str) -> None:
    for info in entries:
        if _suffix(info) in _NESTED:
            raise PlanError(
                "{file} holds {inside}, which is another archive or refers to other "
                "files: pack only the files of the shapefile.",
                file=shown(name),
                inside=_safe(info.filename),
            )
        if _suffix(info) in _SHAPEFILE and info.filename.count("/") > 1:
            raise PlanError(
                "{file} holds shapefiles in folders inside folders: pack them at the "
                "top or in one folder.",
                file=shown(name),
            )


def _refuse_large(wanted: Collection[zipfile.ZipInfo], name: str) -> None:
    if len(wanted) > MAX_FILES:
        raise PlanError(
            "{file} holds more than {n} shapefiles: pack fewer.",
            file=shown(name),
            n=MAX_FILES // 5,
        )
    heavy = any(
        i.file_size > _SMALL and i.file_size > MAX_RATIO * max(1, i.compress_size)
        for i in wanted
    )
    if heavy or sum(i.file_size for i in wanted) > MAX_UNPACKED:
        raise _too_large(name)


def _too_large(name: str) -> PlanError:
    return PlanError(
        "{file} unpacks to more than {size} MB or to far more than a plan does: cut "
        "the plan to the site and 800 m around it.",
        file=shown(name),
        size=MAX_UNPACKED // 1_000_000,
    )


def _unpack_set(
    archive: zipfile.ZipFile,
    infos: list[zipfile.ZipInfo],
    folder: Path,
    budget: list[int],
    name: str,
) -> Path | None:
    """Write one set as ``plan.*``; None if it has no .shp."""
    if not any(_suffix(i) == ".shp" for i in infos):
        return None
    for info in infos:
        _stream(archive, info, folder / f"plan{_suffix(info)}", budget, name)
    return folder / "plan.shp"


def _stream(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    target: Path,
    budget: list[int],
    name: str,
) -> None:
    """Write one file, counting what really comes out."""
    with archive.open(info) as read, target.open("wb") as write:
        while chunk := read.read(_CHUNK):
            budget[0] -= len(chunk)
            if budget[0] < 0:
                raise _too_large(name)
            write.write(chunk)
