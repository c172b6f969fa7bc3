"""Photometric files beside a plan: which lamps name them, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sbd.plans.photometric import Photometry, file_key
from sbd.plans.plan import Note, Plan

#: Notes about these files: one that lamps name, one that none does, one that is
#: named and was not given.
USED, UNUSED, NOT_GIVEN = (
    "photometric_file_used",
    "photometric_file_unused",
    "photometric_file_not_given",
)


def with_photometry(plan: Plan, given: Mapping[str, Photometry]) -> Plan:
    """Give a plan photometric files, beside those it holds, and tell what of them.

    Parameters
    ----------
    plan : Plan
        The plan; files it holds under the same name are replaced.
    given : mapping of str to Photometry
        By `file_key`.

    Returns
    -------
    Plan
        The same one where there is neither a file nor a lamp that names one.
    """
    files = {**plan.photometry, **given}
    kept = tuple(n for n in plan.notes if n.code not in (USED, UNUSED, NOT_GIVEN))
    notes = tuple(_notes(plan, files))
    if not files and not notes and kept == plan.notes:
        return plan
    return replace(plan, photometry=files, notes=(*kept, *notes))


def _notes(plan: Plan, files: Mapping[str, Photometry]) -> Iterator[Note]:
    """Count the lamps that name each file."""
    names = [str(name) for name in plan.of("lamp")["ies"] if name is not None]
    lamps = Counter(map(file_key, names))
    for key, file in sorted(files.items()):
        code = USED if lamps[key] else UNUSED
        yield Note(code, {"file": file.name, "n": lamps[key]})
    absent = {file_key(n): n for n in sorted(names) if file_key(n) not in files}
    for key, name in absent.items():
        yield Note(NOT_GIVEN, {"file": name, "n": lamps[key]})
