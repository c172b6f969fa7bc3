"""What one reading of plan files gathers: layers, notes, counts and digests.

This runs in the child process, so it imports neither pandas nor geopandas.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sbd.errors import PlanError

Geometries = NDArray[np.object_]

#: Limits of one plan. Source: design, section 6.
MAX_FEATURES = 200_000
MAX_VERTICES = 5_000_000
#: A plan file larger than this is refused before it is opened. [byte]
MAX_BYTES = 500_000_000
#: More columns than this are no longer attributes of a plan.
MAX_COLUMNS = 500
#: Layers of one plan.
MAX_LAYERS = 2_000

#: Name, in the private folder, of the heights that a plan file of ours holds.
HEIGHTS = "heights.bin"

_CHUNK = 1 << 20


@dataclass(frozen=True)
class SourceLayer:
    """One layer as its format gives it, before geometries are checked.

    Parameters
    ----------
    file, name, format : str
        As in `sbd.plans.raw.RawLayer`.
    geometry : array of shapely geometries
        None where a feature has none.
    columns : mapping of str to sequence
        Attribute values, as long as `geometry`; None where unknown.
    crs : str, optional
        What the file says, as ``EPSG:n`` or WKT.
    unit : str, optional
        Drawing unit stated by a CAD file.
    """

    file: str
    name: str
    format: str
    geometry: Geometries
    columns: Mapping[str, Any]
    crs: str | None = None
    unit: str | None = None


@dataclass
class Reading:
    """State of one reading: a private folder, notes, counts and digests."""

    scratch: Path
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    features: int = 0
    vertices: int = 0
    digests: list[str] = field(default_factory=list)
    #: What a plan file of ours says beside its layers, as JSON.
    state: str | None = None
    #: Photometric files of lamps: name, angles and intensities.
    photometry: list[dict[str, Any]] = field(default_factory=list)
    #: What such a file says of its heights, as JSON; they lie in `HEIGHTS`.
    heights: str | None = None
    _folders: int = 0

    def note(self, code: str, **args: Any) -> None:
        """Keep a note: a code with arguments."""
        self.notes.append((code, args))

    def folder(self) -> Path:
        """Make a new empty folder inside the private one."""
        self._folders += 1
        made = self.scratch / f"in{self._folders}"
        made.mkdir()
        return made

    def stage(self, source: Path, target: Path) -> Path:
        """Copy a file under a name of ours and take its digest.

        A copy, because GDAL and SQLite write beside what they open, and because a
        file's own name must never steer how it is opened.
        """
        if source.stat().st_size > MAX_BYTES:
            raise PlanError(
                "{file} is larger than {size} MB: cut the plan to the site and 800 m "
                "around it.",
                file=shown(source.name),
                size=MAX_BYTES // 1_000_000,
            )
        digest = hashlib.sha256()
        with source.open("rb") as read, target.open("wb") as write:
            while chunk := read.read(_CHUNK):
                digest.update(chunk)
                write.write(chunk)
        self.digests.append(digest.hexdigest())
        return target

    def count(self, features: int, vertices: int = 0) -> None:
        """Add to the counts of the plan.

        Raises
        ------
        PlanError
            Once there are more than 200,000 features or 5 million vertices.
        """
        self.features += features
        self.vertices += vertices
        # Written out, as each language separates thousands in its own way.
        if self.features > MAX_FEATURES:
            raise PlanError(
                "The plan has more than 200,000 features: cut it to the site and 800 m "
                "around it."
            )
        if self.vertices > MAX_VERTICES:
            raise PlanError(
                "The plan has more than 5,000,000 vertices: simplify it, or cut it to "
                "the site and 800 m around it."
            )

    def count_geometries(self, geometry: Geometries) -> None:
        """Count features and their vertices."""
        self.count(len(geometry), int(shapely.get_num_coordinates(geometry).sum()))

    def sha256(self) -> str:
        """Digest of the sorted digests of all files read."""
        return hashlib.sha256("".join(sorted(self.digests)).encode()).hexdigest()

    def tidy(self) -> None:
        """Remove the copies."""
        for made in self.scratch.glob("in*"):
            shutil.rmtree(made, ignore_errors=True)


def shown(name: str) -> str:
    """Return a name fit for a sentence: one line, printable, at most 80 characters."""
    plain = "".join(c if c.isprintable() else "�" for c in name)
    return plain if len(plain) <= 80 else plain[:79] + "…"


def clean_text(text: str) -> str:
    """Return text without lone surrogates and NUL, so that it can be written."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def unique_names(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Give each column a name of its own, ``_2``, ``_3`` ... for repeated ones."""
    used = set(taken)
    result = []
    for name in names:
        free, n = name, 1
        while free in used:
            n += 1
            free = f"{name}_{n}"
        used.add(free)
        result.append(free)
    return result
