"""The child process that opens plan files: ``python -m sbd.plans.formats FOLDER``.

It limits itself before it touches a file, reads what ``job.json`` in the folder names,
and leaves Arrow tables and ``result.json`` there. Started by `sbd.plans.open_files`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sbd.errors import PlanError
from sbd.plans.formats.limits import limit_process

if TYPE_CHECKING:
    from sbd.plans.formats.reading import Reading

#: Not needed here, and a second to import; pyogrio and pyarrow do without them.
_UNWANTED = frozenset({"geopandas", "pandas"})


class _LeaveOut(MetaPathFinder):
    """Answers for packages that this process does without: there is no such one."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse the packages of `_UNWANTED`, pass on any other."""
        if fullname in _UNWANTED:
            raise ModuleNotFoundError(fullname)


def main(folder: Path) -> None:
    """Read the files of the job in a folder and leave the result there.

    Parameters
    ----------
    folder : Path
        Private to this process and its parent.
    """
    sys.meta_path.insert(0, _LeaveOut())
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    limit_process(job["memory"], job["seconds"])
    from sbd.plans.formats.exchange import write_refusal
    from sbd.plans.formats.reading import Reading

    reading = Reading(folder)
    paths = [Path(os.fsdecode(p)) for p in job["paths"]]
    try:
        if "raster" in job:
            _read_raster(paths, job["raster"], reading)
        elif "unpack" in job:
            _unpack(paths, reading)
        else:
            _read_layers(paths, reading)
    except PlanError as error:
        write_refusal(folder, error.parts)
    except MemoryError:
        write_refusal(folder, detail="memory")
    except Exception:  # a damaged file must never end in a traceback for its owner
        write_refusal(folder, detail=traceback.format_exc())


def _read_layers(paths: list[Path], reading: Reading) -> None:
    from sbd.plans.formats.exchange import write_result
    from sbd.plans.formats.sources import read_sources

    write_result(reading.scratch, read_sources(paths, reading), reading)


def _read_raster(paths: list[Path], job: dict[str, Any], reading: Reading) -> None:
    # rasterio and pyogrio bring a GDAL each: never both in one process of ours.
    from sbd.plans.formats.raster import read_raster

    read_raster(paths, job, reading)


def _unpack(paths: list[Path], reading: Reading) -> None:
    from sbd.plans.formats.unpack import unpack

    unpack(paths[0], reading)


def _mute() -> None:
    """Print to nowhere; the parent's pipe stays open until this process ends."""
    os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)


if __name__ == "__main__":
    _mute()
    main(Path(sys.argv[1]))
    # Libraries may hang or crash while they shut down; the result is written.
    os._exit(0)
