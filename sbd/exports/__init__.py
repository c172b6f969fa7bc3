"""Exports: an assessment as a file, one format per file, written safely."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.errors import DocumentError, StoreError
from sbd.exports.geopackage import write_geopackage
from sbd.exports.html import write_html
from sbd.exports.json import write_json
from sbd.plans.plan import Plan

Writer = Callable[[Assessment, Path, Plan, Checklist, str], None]
#: The suffix of a file's name chooses its writer.
_WRITERS: dict[str, Writer] = {
    ".sbd.json": lambda assessment, path, *_: write_json(assessment, path),
    ".gpkg": lambda assessment, path, plan, checklist, lang: write_geopackage(
        assessment, path, plan=plan, checklist=checklist, lang=lang
    ),
    ".html": lambda assessment, path, plan, checklist, lang: write_html(
        assessment, path, plan=plan, checklist=checklist, lang=lang
    ),
}
SUFFIXES: Sequence[str] = tuple(_WRITERS)


def export(
    assessment: Assessment,
    path: Path,
    *,
    plan: Plan,
    checklist: Checklist,
    lang: str = "en",
) -> None:
    """Write an assessment in the format that the file's suffix names.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written.
    path : Path
        Ends in ``.sbd.json``, ``.gpkg`` or ``.html``.
    plan : Plan
        The plan assessed.
    checklist : Checklist
        The checklist used.
    lang : {"nl", "fr", "en", "nl+fr"}
        Language of titles and sentences.

    Raises
    ------
    DocumentError
        If no format has that suffix.
    StoreError
        If the file cannot be written; an earlier file is then untouched.
    """
    write = _writer(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sbd-") as folder:
            temporary = Path(folder) / path.name
            write(assessment, temporary, plan, checklist, lang)
            temporary.replace(path)
    except OSError as error:
        raise StoreError(
            "{file} could not be written ({reason}): choose another place with -o.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from error


def check_suffix(path: Path) -> None:
    """Refuse a file name that no format has, before any work is done.

    Raises
    ------
    DocumentError
        With the suffixes there are.
    """
    _writer(path)


def _writer(path: Path) -> Writer:
    for suffix, write in _WRITERS.items():
        if path.name.lower().endswith(suffix):
            return write
    raise DocumentError(
        "{file}: name an output that ends in {suffixes}.",
        file=path.name,
        suffixes=", ".join(SUFFIXES),
    )
