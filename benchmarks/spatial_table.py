"""The figures of the spatial benchmark as tables for `docs/performance.md`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: What stands between these lines of the page is written by the benchmark.
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
#: Key of the figures, what it is, target in words and the bound it must keep.
TARGETS: tuple[tuple[str, str, str, float, str], ...] = (
    ("isovist_us", "isovist, 100 m, µs per observer", "≤", 10, "{:.2f}"),
    ("isovist_max_area_error", "area, unlimited, against CGAL", "≤", 1e-9, "{:.0e}"),
    ("isovist_limited_error", "area, 100 m, against the circle", "≤", 1e-6, "{:.0e}"),
    ("ratio_pyvispoly", "faster than pyvispoly", "≥", 500, "{:,.0f}"),
    ("ratio_pysovist", "faster than pysovist", "≥", 500, "{:,.0f}"),
    ("count_cells_wrong", "cells counted otherwise than by shapely", "≤", 0, "{:.0f}"),
    ("count_pairs_per_s", "pairs in range counted per second", "≥", 1e9, "{:.1e}"),
    ("ratio_gdal_rasterize", "faster than GDAL rasterize", "≥", 10, "{:.1f}"),
    ("threads_ratio", "two threads against one", "≥", 1.7, "{:.2f}"),
    ("lit_pairs_per_s", "lit pairs per second", "≥", 4e7, "{:.1e}"),
    ("ratio_shapely_mask", "faster than a shapely mask", "≥", 15, "{:.1f}"),
    ("space_s", "erosion, mesh and 200 run-ups, s", "≤", 0.3, "{:.2f}"),
    ("ratio_scipy_edt", "erosion faster than scipy’s transform", "≥", 10, "{:.0f}"),
    ("walk_mean_error", "walking distance, mean error", "≤", 0.01, "{:.0e}"),
    ("walk_max_error", "walking distance, largest error", "≤", 0.03, "{:.0e}"),
    ("ratio_scikit_fmm", "walking field faster than scikit-fmm", "≥", 2, "{:.0f}"),
    ("assess_warm_s", "assessment, warm, s", "≤", 1.0, "{:.2f}"),
    ("assess_cold_s", "`sbd assess` from a cold process, s", "≤", 6, "{:.1f}"),
    ("assess_first_s", "`sbd assess`, first run ever, s", "≤", 15, "{:.1f}"),
    ("assess_peak_mb", "its peak memory, MB", "≤", 600, "{:.0f}"),
)


def kept(value: float, sign: str, bound: float) -> bool:
    return value <= bound if sign == "≤" else value >= bound


def targets(figures: Mapping[str, Any]) -> str:
    """Return the table of targets, each with what was measured."""
    rows = ["| computation | target | measured | |", "|---|---|---|---|"]
    for key, name, sign, bound, form in TARGETS:
        if key not in figures:
            rows.append(f"| {name} | {sign} {bound:g} | not run | |")
            continue
        value = figures[key]
        mark = "reached" if kept(value, sign, bound) else "**missed**"
        rows.append(f"| {name} | {sign} {bound:g} | {form.format(value)} | {mark} |")
    return "\n".join(rows)


def rows_of(table: Mapping[str, Mapping[str, float]]) -> str:
    """Return rows of named figures, columns by name of row."""
    names = list(dict.fromkeys(key for row in table.values() for key in row))
    lines = ["| | " + " | ".join(table) + " |", "|---|" + "---|" * len(table)]
    for name in names:
        cells = [said(row.get(name)) for row in table.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def said(value: float | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int) or value == 0:
        return f"{value:,}"
    return f"{value:.2e}" if abs(value) < 1e-3 or abs(value) >= 1e6 else f"{value:,.4g}"


def page(figures: Mapping[str, Any], heading: str) -> str:
    """Return all tables, under one line on where they were measured."""
    parts = [heading, targets(figures["summary"])]
    for title, table in figures["tables"].items():
        parts += [f"### {title}", rows_of(table)]
    return "\n\n".join(parts)


def write(path: Path, text: str) -> None:
    """Put the tables between the two lines of a page."""
    whole = path.read_text("utf-8")
    before, rest = whole.split(BEGIN)
    _, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")
