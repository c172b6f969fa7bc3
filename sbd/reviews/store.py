"""The folders of the data folder: uploaded plans and their settings.

Every write goes to a temporary file beside its target, is flushed to the disk and
then takes the target's place, so that a crash leaves the old file or the new one.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from platformdirs import user_data_path

from sbd.errors import StoreError
from sbd.plans.photometric import plan_name

#: File systems on which atomic replacement and locks cannot be relied upon.
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs"})
#: Environment variable that names another data folder.
DATA_VARIABLE = "SBD_DATA"
_PROJECT = re.compile(r"[0-9a-f]{16}")


class ProjectStore:
    """Projects in a data folder, one folder each.

    Parameters
    ----------
    folder : Path
        Made if need be, readable by its owner only.

    Raises
    ------
    StoreError
        If the folder cannot be made or lies on a network file system.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "The data folder {folder} cannot be made: name another with --data.",
                folder=str(folder),
            ) from error
        if _file_system(folder) in _NETWORK:
            raise StoreError(
                "The data folder {folder} lies on a network drive, where work can be "
                "lost: name a folder on this computer with --data.",
                folder=str(folder),
            )

    def add(self, files: Mapping[str, bytes], *, apart: bytes = b"") -> str:
        """Keep the files of a plan.

        Parameters
        ----------
        files : mapping of str to bytes
            Contents by file name; folders in the names are dropped.
        apart : bytes
            Tells projects of the same files apart.

        Returns
        -------
        str
            The project's id: 16 hexadecimal digits of the digest of its contents,
            so that the same files give the same project.
        """
        digest = hashlib.sha256()
        for name in sorted(files):
            digest.update(len(files[name]).to_bytes(8, "big") + files[name])
            digest.update(_safe_name(name).encode())
        digest.update(apart)
        project = digest.hexdigest()[:16]
        source = self._project(project) / "source"
        source.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            target = source / _safe_name(name)
            if not target.exists():
                replace_file(target, content)
        return project

    def projects(self) -> tuple[str, ...]:
        """Return the ids of all projects kept."""
        found = (p.name for p in self.folder.iterdir() if p.is_dir())
        return tuple(sorted(name for name in found if _PROJECT.fullmatch(name)))

    def add_version(
        self, project: str, version: int, files: Mapping[str, bytes]
    ) -> None:
        """Keep a newer version of a project's files beside the earlier ones."""
        source = self._source(project, version)
        source.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            replace_file(source / _safe_name(name), content)

    def plan_file(self, project: str) -> Path:
        """Return where a project's plan file lies, or is to lie."""
        folder = self._project(project)
        made = sorted(folder.glob("*.sbd.gpkg"))
        if made:
            return made[0]
        return folder / f"{plan_name(self.files(project))}.sbd.gpkg"

    def _source(self, project: str, version: int) -> Path:
        name = "source" if version == 1 else f"source-{version}"
        return self._project(project) / name

    def files(self, project: str, version: int = 1) -> tuple[Path, ...]:
        """Return the paths of a version of a project's plan files, sorted by name.

        Raises
        ------
        StoreError
            If there is no such project or version.
        """
        source = self._source(project, version)
        if not source.is_dir():
            raise StoreError(
                "This plan is not in the data folder any more: open its file again."
            )
        # A name with a dot in front is a write under way.
        return tuple(sorted(p for p in source.iterdir() if p.name[0] != "."))

    def settings(self, project: str) -> dict[str, Any]:
        """Return what was last saved for a project, or an empty mapping."""
        path = self._project(project) / "settings.yaml"
        if not path.exists():
            return {}
        content = yaml.safe_load(path.read_text("utf-8"))
        return content if isinstance(content, dict) else {}

    def save_settings(self, project: str, settings: Mapping[str, Any]) -> None:
        """Replace a project's settings at once."""
        self._write(project, "settings.yaml", dict(settings))

    def _write(self, project: str, name: str, content: Mapping[str, Any]) -> None:
        text = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False)
        folder = self._project(project)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(folder / name, text.encode("utf-8"))

    def _project(self, project: str) -> Path:
        if not _PROJECT.fullmatch(project):
            raise StoreError(
                "There is no such plan in the data folder: open its file again."
            )
        return self.folder / project


def data_folder() -> Path:
    """Return the data folder: the one asked for, else the platform's."""
    asked = os.environ.get(DATA_VARIABLE)
    return Path(asked) if asked else user_data_path("sbd", appauthor=False)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never half.

    Raises
    ------
    StoreError
        If it cannot be written; the old file is then untouched.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(
            "{file} could not be written ({reason}): nothing was changed.",
            file=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error


def _safe_name(name: str) -> str:
    """Reduce an uploaded name to a plain file name."""
    plain = re.sub(r"[^\w.\- ()]", "_", name.replace("\\", "/").rsplit("/", 1)[-1])
    return plain.lstrip(".")[-120:] or "plan"


def _file_system(folder: Path) -> str | None:
    """Name the file system a folder lies on, where the system tells (Linux)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return None
    best, kind = "", None
    for line in mounts.read_text("utf-8", errors="replace").splitlines():
        fields = line.split()
        point = fields[1].replace("\\040", " ")
        inside = folder.resolve().is_relative_to(point)
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
