"""A Word document's file: nothing of the clock in it, and nothing that XML forbids."""

from __future__ import annotations

import io
import re
import zipfile

from sbd.locale import unbroken

#: The earliest day that a zip file can name.
_DAY = (1980, 1, 1, 0, 0, 0)
_STAMPS = re.compile(
    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)"
)
#: Characters that no XML can hold, whatever way they are written.
_FORBIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]"
)


def clean(words: str) -> str:
    """Take out what XML cannot hold; line breaks stay, and numbers keep their units."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return unbroken(_FORBIDDEN.sub("", lines))


def packed(document: bytes, date: str) -> bytes:
    """Return a Word document that is the same however and whenever it was written.

    Parameters
    ----------
    document : bytes
        A ``.docx``.
    date : str
        When it was made, YYYY-MM-DD.
    """
    stamp = rf"\g<1>{date}T00:00:00Z\g<2>".encode()
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist()):  # "[Content_Types].xml" comes first
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMPS.sub(stamp, content)
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return written.getvalue()
