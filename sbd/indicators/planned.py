"""Indicators that are defined but not measured yet: name, unit and needs.

They stand in the table so that ``sbd inspect`` can say what a plan lacks for each,
and so that a checklist can already refer to them. Source: method, section 8; what
none of a kind means is the last column of its table. Extents: the site; the setting,
30 m around it; and the window, 150 m.
"""

from __future__ import annotations

from sbd.indicators.registry import Indicator, Need, add
from sbd.units import Unit

_PLANNED: dict[str, tuple[Unit, tuple[Need, ...]]] = {}

for _name, (_unit, _needs) in _PLANNED.items():
    add(Indicator(_name, _unit, _needs))
