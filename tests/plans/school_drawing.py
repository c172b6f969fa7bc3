"""A drawing as an office makes it: own layer names, blocks with codes, colours."""

from __future__ import annotations

import io

import ezdxf
from ezdxf.document import Drawing

#: A corner of Brussels in Lambert 72. [m]
X, Y = 149_000.0, 170_000.0
#: What a planner says of it, as matches; half of what it holds.
MATCHES = (
    {"layer": "0_MOB_zit", "block": "PT12", "kind": "bench"},
    {"layer": "0_MOB_zit", "block": "PT99", "kind": "none"},
    {"layer": "0_LIJN", "colour": 1, "kind": "wall"},
)


def school_drawing() -> Drawing:
    """Return a drawing with known numbers of everything.

    Layer ``0_MOB_zit``: 4 blocks PT12 and 2 blocks PT99; ``0_LIJN``: 3 red lines and
    5 blue ones; ``BOMEN``: 6 circles; ``projectgrens``: the site, 60 m x 40 m.
    """
    document = ezdxf.new("R2010", units=6)
    for name in ("PT12", "PT99"):
        document.blocks.new(name).add_line((-0.9, 0), (0.9, 0))
    for name in ("0_MOB_zit", "0_LIJN", "BOMEN", "projectgrens"):
        document.layers.add(name, color=7)
    space = document.modelspace()
    for n in range(4):
        space.add_blockref("PT12", (X + 5 * n, Y), {"layer": "0_MOB_zit"})
    for n in range(2):
        space.add_blockref("PT99", (X + 5 * n, Y + 5), {"layer": "0_MOB_zit"})
    for n in range(8):
        ends = (X, Y + 10 + n), (X + 20, Y + 10 + n)
        space.add_line(*ends, {"layer": "0_LIJN", "color": 1 if n < 3 else 5})
    for n in range(6):
        space.add_circle((X + 30, Y + 5 * n), 0.4, {"layer": "BOMEN"})
    corners = [(X - 5, Y - 5), (X + 55, Y - 5), (X + 55, Y + 35), (X - 5, Y + 35)]
    about = {"layer": "projectgrens"}
    space.add_lwpolyline(corners, close=True, dxfattribs=about)
    return document


def as_bytes(document: Drawing) -> bytes:
    """Return a drawing as the bytes of its DXF file."""
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode(document.output_encoding)
