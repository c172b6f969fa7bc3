"""Draw the three designs of the Vlierplein as GeoPackages.

Run from anywhere: ``python data/geo/draw.py [FOLDER]``. The files are the same on
every run: nothing in them depends on the clock.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Read by GDAL when it opens a GeoPackage: the date written into the file.
os.environ["OGR_CURRENT_DATE"] = "2026-01-01T00:00:00.000Z"

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from drawing.balanced import draw_balanced  # noqa: E402
from drawing.existing import draw_existing  # noqa: E402
from drawing.secured import draw_secured  # noqa: E402
from drawing.sheet import Sheet  # noqa: E402

DESIGNS = {"existing": draw_existing, "a": draw_secured, "b": draw_balanced}


def write(sheet: Sheet, path: Path) -> None:
    """Write a drawing, one layer per kind, named by the kind."""
    path.unlink(missing_ok=True)
    for n, (kind, frame) in enumerate(sheet.layers()):
        frame.to_file(
            path,
            layer=kind,
            driver="GPKG",
            mode="a" if n else "w",
            SPATIAL_INDEX="NO",
        )


def main(folder: Path) -> None:
    """Draw all designs into a folder."""
    for name, draw in DESIGNS.items():
        sheet = draw()
        path = folder / f"vlierplein-{name}.gpkg"
        write(sheet, path)
        count = sum(len(drawn) for drawn in sheet.elements.values())
        print(f"{path.name}: {count} elements of {len(sheet.elements)} kinds")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
