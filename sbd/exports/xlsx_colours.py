"""Colours that follow the values of a sheet: levels, requirements, the unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from sbd.exports.xlsx_cells import colour
from sbd.views.palette import HATCH, INK, LEVELS, PAPER
from sbd.views.tables import Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Columns whose code says whether a requirement is met.
_GATES = {"criteria": "gate", "summary": "code"}


def add_colours(sheet: Worksheet, table: Table) -> None:
    """Colour levels, with their digit on top, and requirements that are not met.

    The rules are conditional: a level that somebody changes takes its new colour.

    Parameters
    ----------
    sheet : Worksheet
        Filled with the table.
    table : Table
        Whose columns of levels are coloured.
    """
    if not table.rows:
        return
    last = len(table.rows) + 1
    state = _letter(table, "state")
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        area = f"{letter}2:{letter}{last}"
        if column.kind == "level":
            _add_levels(sheet, area, f"{letter}2")
            if state:
                _add_unknown(sheet, area, f"{letter}2", f"${state}2")
    _add_gates(sheet, table, last)


def _letter(table: Table, key: str) -> str | None:
    for place, column in enumerate(table.columns, 1):
        if column.key == key:
            return get_column_letter(place)
    return None


def _add_levels(sheet: Worksheet, area: str, first: str) -> None:
    for level, (ground, ink) in enumerate(LEVELS):
        _add(
            sheet,
            area,
            f"AND(ISNUMBER({first}),INT({first}+0.000000001)={level})",
            DifferentialStyle(
                font=Font(bold=True, color=colour(ink)),
                fill=PatternFill("solid", bgColor=colour(ground)),
                border=_border(),
            ),
        )


def _add_unknown(sheet: Worksheet, area: str, first: str, state: str) -> None:
    """Hatch the cell of a level that is not known yet."""
    fill = PatternFill("lightUp", fgColor=colour(HATCH), bgColor=colour(PAPER))
    rule = f'AND(ISBLANK({first}),{state}="unknown")'
    _add(sheet, area, rule, DifferentialStyle(fill=fill, border=_border()))


def _add_gates(sheet: Worksheet, table: Table, last: int) -> None:
    """Write *not met* in white on ink."""
    code = _letter(table, _GATES.get(table.name, ""))
    words = ("gate_words_", "summary_words_")
    for place, column in enumerate(table.columns, 1):
        if code and column.key.startswith(words):
            letter = get_column_letter(place)
            _add(
                sheet,
                f"{letter}2:{letter}{last}",
                f'${code}2="not_met"',
                DifferentialStyle(
                    font=Font(bold=True, color=colour(PAPER)),
                    fill=PatternFill("solid", bgColor=colour(INK)),
                ),
            )


def _add(sheet: Worksheet, area: str, rule: str, style: DifferentialStyle) -> None:
    sheet.conditional_formatting.add(
        area, Rule(type="expression", dxf=style, formula=[rule])
    )


def _border() -> Border:
    side = Side("thin", color=colour(INK))
    return Border(left=side, right=side, top=side, bottom=side)
