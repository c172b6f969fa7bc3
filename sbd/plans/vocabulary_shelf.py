"""Vocabularies that people saved in the data folder, offered for similar files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from sbd.errors import PlanError
from sbd.plans.groups import occurring
from sbd.plans.matches import Conditions, Match, plain_matches
from sbd.plans.raw import RawPlan
from sbd.plans.vocabulary import MAX_BYTES, load_vocabulary, parse_matches

#: Name of the folder in the data folder.
FOLDER = "vocabularies"
#: A file looks like an earlier one if it has at least half of what was mapped there,
#: or three such names that are three tenths of them. Source: our choice. [1]
HALF, SOME, SHARE = 0.5, 3, 0.3
#: Vocabularies looked at, the newest first. [1]
MOST = 200
_LENGTH = 60
#: Names that Windows keeps for itself.
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Likeness:
    """A saved vocabulary that knows things of a plan.

    Parameters
    ----------
    name : str
        Of the vocabulary.
    matches : tuple of Match
        All it holds.
    known : tuple of Match
        Those that select something in the plan.
    """

    name: str
    matches: tuple[Match, ...]
    known: tuple[Match, ...]

    @property
    def alike(self) -> bool:
        """Tell whether the plan looks like one that was mapped with it."""
        n, share = len(self.known), len(self.known) / max(len(self.matches), 1)
        return n > 0 and (share >= HALF or (n >= SOME and share >= SHARE))


class Shelf:
    """The folder with saved vocabularies, ``NAME.yaml`` each.

    Parameters
    ----------
    folder : Path
        It need not exist yet.
    write : callable
        Writes a file so that a reader sees the old content or the new, never half.
    """

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        self.folder = folder
        self._write = write

    def names(self) -> tuple[str, ...]:
        """Return the names of the vocabularies, the newest first."""
        return tuple(name for _, name, _ in self.stamp())

    def stamp(self) -> tuple[tuple[int, str, int], ...]:
        """Return by what a change of the folder is known, the newest file first."""
        if not self.folder.is_dir():
            return ()
        found = [
            (-status.st_mtime_ns, path.stem, status.st_size)
            for path in self.folder.glob("*.yaml")
            if shelf_name(path.stem) == path.stem and (status := path.stat())
        ]
        return tuple(sorted(found)[:MOST])

    def save(self, name: str, matches: Sequence[Mapping[str, Any]]) -> str:
        """Keep matches under a name, in place of what has that name.

        Parameters
        ----------
        name : str
            As people type it; what no file may be called is left out.
        matches : sequence of mapping
            As plain data.

        Returns
        -------
        str
            The name it has now.

        Raises
        ------
        PlanError
            If no name is left, or the matches have mistakes.
        StoreError
            If it cannot be written.
        """
        called = shelf_name(name)
        if not called:
            raise PlanError("Name these choices with letters or digits.")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(self.folder / f"{called}.yaml", as_yaml(called, matches))
        return called

    def load(self, name: str) -> tuple[Match, ...]:
        """Return the matches of a vocabulary.

        Raises
        ------
        PlanError
            If it is not there, or was changed by hand and has mistakes.
        """
        path = self.folder / f"{shelf_name(name)}.yaml"
        if not path.is_file():
            raise PlanError(
                "The choices called {name} are not in the data folder any more.",
                name=name,
            )
        status = path.stat()
        return _load(str(path), status.st_mtime_ns, status.st_size)

    def alike(
        self, raw: RawPlan, chosen: Sequence[Mapping[str, Any]] = ()
    ) -> tuple[Likeness, ...]:
        """Return the vocabularies of files that this plan looks like.

        Parameters
        ----------
        raw : RawPlan
            What the plan's files held.
        chosen : sequence of mapping
            Matches in force; a vocabulary that adds nothing to them is not offered.

        Returns
        -------
        tuple of Likeness
            Those that know most of it first. A file that cannot be read as a
            vocabulary is passed over.
        """
        shelved: dict[str, tuple[Match, ...]] = {}
        for name in self.names():
            try:
                shelved[name] = self.load(name)
            except PlanError:
                continue
        wanted = dict.fromkeys(m.conditions for ms in shelved.values() for m in ms)
        there = dict(zip(wanted, occurring(raw, list(wanted)), strict=True))
        settled = {m.conditions for m in parse_matches(chosen).matches}
        found = (_likeness(name, ms, there) for name, ms in shelved.items())
        offered = [
            one
            for one in found
            if one.alike and not settled.issuperset(m.conditions for m in one.known)
        ]
        return tuple(sorted(offered, key=lambda one: -len(one.known)))


def _likeness(
    name: str, matches: tuple[Match, ...], there: Mapping[Conditions, bool]
) -> Likeness:
    return Likeness(name, matches, tuple(m for m in matches if there[m.conditions]))


@lru_cache(maxsize=MOST)
def _load(
    path: str,
    changed: int,  # noqa: ARG001  the file's state is known by it
    size: int,  # noqa: ARG001
) -> tuple[Match, ...]:
    return load_vocabulary(path).matches


def shelf_name(name: str) -> str:
    """Return a name with nothing in it that a file name may not have."""
    plain = re.sub(r"[^\w\- ]", " ", name)
    plain = " ".join(plain.split())[:_LENGTH].strip(" -_")
    return f"{plain} 1" if _DEVICES.fullmatch(plain) else plain


def as_yaml(name: str, matches: Sequence[Mapping[str, Any]]) -> bytes:
    """Return matches as a vocabulary file, to be used with ``--vocabulary``.

    Raises
    ------
    PlanError
        If the matches have mistakes, or are too many for a vocabulary file.
    """
    checked = parse_matches(matches).matches
    content = {"id": name, "extends": "auto", "matches": plain_matches(checked)}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=88)
    if yaml.safe_load(text) != content:  # line breaks of other alphabets
        text = yaml.safe_dump(content, sort_keys=False, width=88)
    written = text.encode("utf-8")
    if len(written) > MAX_BYTES:
        raise PlanError("These are too many choices for one vocabulary file.")
    return written


def merged(
    shelved: Sequence[Match], chosen: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return saved matches with those in force over them, as plain data."""
    own = parse_matches(chosen).matches
    settled = {m.conditions for m in own}
    return plain_matches([*(m for m in shelved if m.conditions not in settled), *own])
