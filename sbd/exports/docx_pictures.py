"""Drawings as pictures that every word processor shows: PNG, with their description."""

from __future__ import annotations

import io
from collections.abc import Sequence

import typst
from docx.shared import Length
from fontpkg_source_sans_3 import ROOT
from PIL import Image

#: Sharp in print at the width of the text. [dots per inch]
DENSITY = 200
#: A drawing is flat colours; so many are told apart from the original by nobody.
_COLOURS = 128


def pictures(drawings: Sequence[str], width_cm: float) -> list[bytes]:
    """Return drawings as PNG, in their order.

    Parameters
    ----------
    drawings : sequence of str
        As SVG.
    width_cm : float
        Width of the pictures. [cm]
    """
    if not drawings:
        return []
    names = [f"{n}.svg" for n in range(len(drawings))]
    pages = "#pagebreak()\n".join(f'#image("{n}", width: 100%)\n' for n in names)
    page = f"#set page(width: {width_cm}cm, height: auto, margin: 0pt)\n{pages}"
    files = dict(zip(names, (d.encode() for d in drawings), strict=True))
    made = typst.compile(
        {"main": page.encode(), **files},
        font_paths=[ROOT / "files"],
        ignore_system_fonts=True,
        format="png",
        ppi=DENSITY,
    )
    return [_flat(one) for one in (made if isinstance(made, list) else [made])]


def _flat(png: bytes) -> bytes:
    """Keep few colours: a third of the size, and the same to the eye."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True, dpi=(DENSITY, DENSITY))
    return written.getvalue()


class Picture:
    """A picture that stands where a template names it.

    Parameters
    ----------
    png : bytes
        The picture.
    alt : str
        What it shows, for who cannot see it.
    width : Length
        Width on paper.
    """

    def __init__(self, png: bytes, alt: str, width: Length) -> None:
        self._png, self._alt, self._width = png, alt, width
        self._part: object = None

    def put_into(self, part: object) -> None:
        """Say which part of the document is being written."""
        self._part = part

    def __html__(self) -> str:
        made = self._part.new_pic_inline(  # type: ignore[attr-defined]
            io.BytesIO(self._png), self._width, None
        )
        for described in (made.docPr, made.graphic.graphicData.pic.nvPicPr.cNvPr):
            described.set("descr", self._alt)
        return (
            f"</w:t></w:r><w:r><w:drawing>{made.xml}</w:drawing></w:r>"
            '<w:r><w:t xml:space="preserve">'
        )
