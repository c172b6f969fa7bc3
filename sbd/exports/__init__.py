"""Exports: an assessment as a file, one format per file, written safely."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.errors import DocumentError, StoreError
from sbd.exports.material import Material
from sbd.plans.plan import Plan

Writer = Callable[[Material, Path], None]


# Each library is loaded when its format is asked for, not before.
def _json(material: Material, path: Path) -> None:
    from sbd.exports.json import write_json

    write_json(material.assessment, path)


def _gpkg(material: Material, path: Path) -> None:
    from sbd.exports.geopackage import write_geopackage

    write_geopackage(material, path)


def _html(material: Material, path: Path) -> None:
    from sbd.exports.html import write_html

    write_html(material, path)


def _xlsx(material: Material, path: Path) -> None:
    from sbd.exports.xlsx import write_xlsx

    write_xlsx(material, path)


def _csv_zip(material: Material, path: Path) -> None:
    from sbd.exports.csv_zip import write_csv_zip

    write_csv_zip(material, path)


def _pdf(material: Material, path: Path) -> None:
    from sbd.exports.pdf import write_pdf

    write_pdf(material, path)


def _docx(material: Material, path: Path) -> None:
    from sbd.exports.docx import write_docx

    write_docx(material, path)


#: The suffix of a file's name chooses its writer.
_WRITERS: dict[str, Writer] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".gpkg": _gpkg,
    ".html": _html,
    ".sbd.json": _json,
    ".csv.zip": _csv_zip,
}
SUFFIXES: Sequence[str] = tuple(_WRITERS)


def export(
    assessment: Assessment,
    path: Path,
    *,
    plan: Plan,
    checklist: Checklist,
    lang: str = "en",
    compared: Sequence[Assessment] = (),
) -> None:
    """Write an assessment in the format that the file's suffix names.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written.
    path : Path
        Ends in one of `SUFFIXES`.
    plan : Plan
        The plan assessed.
    checklist : Checklist
        The checklist used.
    lang : str
        Language of titles and sentences, or two joined by ``+``.
    compared : sequence of Assessment
        Other variants of the same site, in the same edition.

    Raises
    ------
    DocumentError
        If no format has that suffix, or a language does not exist.
    StoreError
        If the file cannot be written; an earlier file is then untouched.
    """
    export_material(Material(assessment, plan, checklist, lang, tuple(compared)), path)


def export_material(material: Material, path: Path) -> None:
    """Write what an assessment was made into, as `export` does.

    Parameters
    ----------
    material : Material
        The assessment with what it was made of.
    path : Path
        Ends in one of `SUFFIXES`.

    Raises
    ------
    DocumentError
        If no format has that suffix, or the template cannot be used.
    StoreError
        If the file cannot be written; an earlier file is then untouched.
    """
    write = _writer(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sbd-") as folder:
            temporary = Path(folder) / path.name
            write(material, temporary)
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
