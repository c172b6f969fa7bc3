"""An assessment as tables of numbers and words, for spreadsheets and programs.

Every format that holds tables (`sbd.exports.xlsx`, `sbd.exports.csv_zip`) is written
from these, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.views.tables.columns import columns_table
from sbd.views.tables.compared import compared_tables
from sbd.views.tables.criteria import criteria_table
from sbd.views.tables.measurements import measurements_table, places_table
from sbd.views.tables.method import notes_table, parameters_table, tensions_table
from sbd.views.tables.model import Column, Figure, Table
from sbd.views.tables.people import (
    actions_table,
    answers_table,
    disciplines_table,
    remarks_table,
)
from sbd.views.tables.summary import summary_table

__all__ = ["Column", "Figure", "Table", "assessment_tables"]


def assessment_tables(
    assessment: Assessment,
    checklist: Checklist,
    langs: Sequence[str],
    compared: Sequence[Assessment] = (),
) -> tuple[Table, ...]:
    """Return an assessment as tables.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written: what it withholds stands in no table.
    checklist : Checklist
        The checklist used: titles, questions, tensions, parameters.
    langs : sequence of {"nl", "fr", "en"}
        One language or two. With two, words stand in a column for each language, and
        numbers stand once.
    compared : sequence of Assessment
        Other designs of the same site, in the same edition.

    Returns
    -------
    tuple of Table
        ``summary`` first, ``columns``, which explains the columns of all others, last.
        ``answers`` and ``remarks`` exist in the restricted edition only, and
        ``compared_scores`` and ``compared_criteria`` where there is a comparison.
    """
    given = tuple(langs)
    restricted = (
        (answers_table, remarks_table) if assessment.edition == "restricted" else ()
    )
    makers = (
        criteria_table,
        measurements_table,
        places_table,
        disciplines_table,
        *restricted,
        actions_table,
        tensions_table,
        parameters_table,
        notes_table,
    )
    made = [make(assessment, checklist, given) for make in makers]
    made += compared_tables((assessment, *compared), checklist, given)
    summary = summary_table(assessment, checklist, given, made)
    return (summary, *made, columns_table((summary, *made), given))
