"""The names of the ids that checklists and plans use, in three languages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from sbd.checklists.model import Identifier, Strict, Title
from sbd.checklists.yaml_source import parse_source

Names = dict[Identifier, Title]


class Lists(Strict):
    """All lists of ids; each maps an id to its name."""

    disciplines: Names
    actors: Names
    user_groups: Names
    space_types: Names
    design_phases: Names
    chain_phases: Names
    phenomena: Names
    statuses: Names
    certainties: Names
    conditions: Names
    caps: Names

    def name(self, list_name: str, identifier: str, lang: str) -> str:
        """Return the name of an id in a language.

        Parameters
        ----------
        list_name : str
            One of the lists, such as ``disciplines``.
        identifier : str
            An id of that list.
        lang : str
            ``nl``, ``fr`` or ``en``.

        Raises
        ------
        KeyError
            If there is no such list, or no such id in it.
        """
        if list_name not in Lists.model_fields:
            raise KeyError(list_name)
        names: Names = getattr(self, list_name)
        return names[identifier].in_language(lang)


@cache
def read_lists() -> Lists:
    """Read the lists that are shipped with `sbd`."""
    text = files("sbd.checklists").joinpath("lists.yaml").read_text("utf-8")
    return Lists.model_validate_json(json.dumps(parse_source(text).data), strict=True)
