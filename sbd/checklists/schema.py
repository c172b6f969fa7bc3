"""The JSON Schema of checklist files, so that editors complete and check them.

``python -m sbd.checklists.schema`` writes it again after a change of the models or
of the lists; a test keeps the shipped file equal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sbd.checklists.lists import read_lists
from sbd.checklists.model import Checklist
from sbd.checklists.read import SCHEMA_NAME


def checklist_schema() -> dict[str, Any]:
    """Return the JSON Schema of a checklist file, ids of the lists included."""
    schema = Checklist.model_json_schema()
    lists = read_lists()
    criterion = schema["$defs"]["Criterion"]["properties"]
    criterion["discipline"]["enum"] = list(lists.disciplines)
    criterion["user_groups"]["items"]["enum"] = list(lists.user_groups)
    schema["properties"]["parameters"]["additionalProperties"] = False
    schema["$defs"]["Cap"]["properties"]["when"]["enum"] = list(lists.caps)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "sbd checklist",
    }


def schema_text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(checklist_schema(), indent=2, ensure_ascii=False) + "\n"


def write_schema(path: Path) -> None:
    """Write the schema to a file."""
    path.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write_schema(Path(__file__).with_name(SCHEMA_NAME))
