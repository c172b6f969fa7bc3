"""The files of a report: their names, and their bytes when they are asked for."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sbd.document import Assessment
from sbd.exports import export_material
from sbd.exports.material import Material

#: Suffix, media type and the key of the words that say what a format is for.
FORMATS = (
    (".pdf", "application/pdf", "before.format_pdf"),
    (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "before.format_docx",
    ),
    (
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "before.format_xlsx",
    ),
    (".gpkg", "application/geopackage+sqlite3", "before.format_gpkg"),
    (".html", "text/html", "before.format_html"),
    (".sbd.json", "application/json", "before.format_json"),
    (".csv.zip", "application/zip", "before.format_csv"),
)
SUFFIXES = tuple(suffix for suffix, _, _ in FORMATS)
#: Date of every file in an archive, the earliest that a zip file can carry.
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Files:
    """What is downloaded: one file as it is, several in one archive.

    Parameters
    ----------
    material : Material
        What the files are made from.
    suffixes : tuple of str
        Their formats.
    template : bytes, optional
        A Word document with fields, for the Word report.
    """

    material: Material
    suffixes: tuple[str, ...]
    template: bytes | None = None

    @property
    def name(self) -> str:
        """Name of the download."""
        suffix = self.suffixes[0] if len(self.suffixes) == 1 else ".zip"
        return file_name(self.material.assessment, suffix)

    @property
    def media(self) -> str:
        """Media type of the download."""
        types = {suffix: media for suffix, media, _ in FORMATS}
        one = len(self.suffixes) == 1
        return types[self.suffixes[0]] if one else "application/zip"

    def maker(self) -> Callable[[], bytes]:
        """Return a function that writes the files when they are asked for."""
        return self.content

    def content(self) -> bytes:
        """Return the bytes of the download; the same files give the same bytes."""
        with tempfile.TemporaryDirectory(prefix="sbd-") as place:
            folder, material = Path(place), self.material
            if self.template is not None:
                path = folder / "template.docx"
                path.write_bytes(self.template)
                material = replace(material, template=path)
            made = [_written(material, folder, suffix) for suffix in self.suffixes]
            return made[0].read_bytes() if len(made) == 1 else _packed(made)


def file_name(assessment: Assessment, suffix: str) -> str:
    """Return the name of a download: site, variant, edition and date."""
    plan = assessment.plan
    words = (plan.name, plan.variant, assessment.edition, assessment.date)
    plain = (re.sub(r"[^\w-]+", "-", w).strip("-").lower() for w in words)
    return "-".join(w for w in plain if w)[:120] + suffix


def _written(material: Material, folder: Path, suffix: str) -> Path:
    path = folder / file_name(material.assessment, suffix)
    export_material(material, path)
    return path


def _packed(files: Sequence[Path]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            about = zipfile.ZipInfo(path.name, _STAMP)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, path.read_bytes())
    return packed.getvalue()
