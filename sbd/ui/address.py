"""What a plan is made of, by which all caches know it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sbd.plans.options import Options
from sbd.plans.plan_file import Attachment
from sbd.plans.steps import Step
from sbd.reviews.store import data_folder

#: Settings that are options of the reader.
OPTIONS = tuple(f.name for f in dataclasses.fields(Options))


@dataclasses.dataclass(frozen=True)
class Address:
    """What a plan is made of: its files, its options and what was supplied.

    Parameters
    ----------
    project : str
        Id in the store.
    settings : mapping
        Its settings; those in `OPTIONS` go to the reader, ``source`` is the version
        of its files.
    steps : tuple of Step
        What was supplied.
    terrain : Attachment, optional
        Heights of the ground that belong to the plan.
    """

    project: str
    settings: Mapping[str, Any]
    steps: tuple[Step, ...] = ()
    terrain: Attachment | None = None

    @property
    def files(self) -> tuple[str, str, int]:
        """Data folder, project and version of its files."""
        return str(data_folder()), self.project, int(self.settings.get("source", 1))

    def options(self, *, without: frozenset[str] = frozenset()) -> str:
        """Return the reader's options as JSON."""
        names = [n for n in OPTIONS if n not in without and self.settings.get(n)]
        return json.dumps({n: self.settings[n] for n in names}, sort_keys=True)

    @property
    def digest(self) -> str:
        """Digest of what was supplied, heights included."""
        found = hashlib.sha256()
        if self.terrain is not None:
            found.update(json.dumps(dict(self.terrain.about)).encode())
        for step in self.steps:
            found.update(step.model_dump_json().encode() + b"\n")
        return found.hexdigest()

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        """By which caches know the plan."""
        return (*self.files, self.options(), self.digest)
