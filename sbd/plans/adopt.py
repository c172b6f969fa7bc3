"""Take over a plan file that somebody brings: its sources, history and attachments.

The file is opened in the reading process only, like any other plan file; what it holds
is written into a new plan file of our own.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sbd.errors import PlanError
from sbd.plans.open_files import (
    MAX_MEMORY,
    MAX_SECONDS,
    names_of,
    refusal,
    run_child,
)
from sbd.plans.plan_file import Attachment, Entry
from sbd.plans.steps import parse_step


@dataclass(frozen=True)
class Contents:
    """What a plan file holds beside its layers.

    Parameters
    ----------
    sources : mapping
        Per version, contents of the source files by name.
    history : tuple of Entry
        All steps ever made.
    attachments : tuple of Attachment
        Picture and heights.
    """

    sources: Mapping[int, Mapping[str, bytes]]
    history: tuple[Entry, ...]
    attachments: tuple[Attachment, ...]


def unpack(path: Path) -> Contents | None:
    """Return what a plan file holds, None where the file is none.

    Raises
    ------
    PlanError
        If it is a plan file that was spoilt.
    """
    with tempfile.TemporaryDirectory(
        prefix="sbd-", ignore_cleanup_errors=True
    ) as private:
        folder = Path(private)
        limits = {"seconds": MAX_SECONDS, "memory": MAX_MEMORY}
        try:
            found = run_child(folder, [path], **limits, unpack=True)
        except TimeoutError:
            found = None
        if found is None:
            raise _spoilt([path])
        if "error" in found:
            raise refusal(found, [path])
        if found["contents"] is None:
            return None
        try:
            return _contents(folder, found["contents"])
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise _spoilt([path]) from error


def _contents(folder: Path, found: Mapping[str, Any]) -> Contents:
    sources: dict[int, dict[str, bytes]] = defaultdict(dict)
    for version, name, blob in found["sources"]:
        sources[version][name] = (folder / blob).read_bytes()
    history = tuple(
        Entry(number, batch, parse_step(step), made, _state(state))
        for number, batch, step, made, state in found["steps"]
    )
    attachments = tuple(
        Attachment(role, name, json.loads(about), (folder / blob).read_bytes())
        for role, name, about, blob in found["attachments"]
    )
    return Contents(dict(sources), history, attachments)


def _state(word: str) -> Any:
    if word not in ("done", "undone", "dropped"):
        raise ValueError(word)
    return word


def _spoilt(paths: Sequence[Path]) -> PlanError:
    return PlanError(
        "{file} is a plan file of sbd that was damaged or changed: open the file the "
        "plan was made from.",
        file=names_of(paths),
    )
