"""Drawings as pictures that every word processor shows: PNG, with their description."""

from __future__ import annotations

import io
from collections.abc import Sequence

import typst
from docx.shared import Cm
from fontpkg_source_sans_3 import ROOT
from PIL import Image

from sbd.exports.docx_package import clean

#: Sharp in print at the width of the text. [dots per inch]
DENSITY = 160
#: A drawing is flat colours; so many are told apart from the original by nobody.
_COLOURS = 128


def pictures(drawings: Sequence[tuple[str, float]]) -> list[bytes]:
    """Return drawings as PNG, in their order.

    Parameters
    ----------
    drawings : sequence of tuple of str and float
        SVG, and the width of the picture. [cm]
    """
    names = [f"{n}.svg" for n in range(len(drawings))]
    pages = (
        f'#page(width: {width}cm)[#image("{name}", width: 100%)]\n'
        for name, (_, width) in zip(names, drawings, strict=True)
    )
    main = f"#set page(height: auto, margin: 0pt)\n{''.join(pages)}"
    files = {
        n: clean(svg).encode() for n, (svg, _) in zip(names, drawings, strict=True)
    }
    made = typst.compile(
        {"main": main.encode(), **files},
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
    width_cm : float
        Width on paper. [cm]
    """

    def __init__(self, png: bytes, alt: str, width_cm: float) -> None:
        self._png, self._alt, self._width = png, alt, Cm(width_cm)
        self._part: object = None

    def put_into(self, part: object) -> None:
        """Say which part of the document is being written."""
        self._part = part

    def __html__(self) -> str:
        made = self._part.new_pic_inline(  # type: ignore[attr-defined]
            io.BytesIO(self._png), self._width, None
        )
        for side in ("distT", "distB", "distL", "distR"):
            made.set(side, "0")
        for described in (made.docPr, made.graphic.graphicData.pic.nvPicPr.cNvPr):
            described.set("descr", self._alt)
        return (
            f"</w:t></w:r><w:r><w:drawing>{made.xml}</w:drawing></w:r>"
            '<w:r><w:t xml:space="preserve">'
        )
