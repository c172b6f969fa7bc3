"""The document file ``.sbd.json``: written, and opened again as untrusted input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sbd.document import FORMAT, Assessment
from sbd.errors import DocumentError

#: A document larger than this is refused. [bytes]
MAX_BYTES = 50_000_000


def write_json(assessment: Assessment, path: Path) -> None:
    """Write the document; the same assessment gives the same bytes."""
    text = json.dumps(
        assessment.model_dump(mode="json"),
        ensure_ascii=False,
        indent=1,
        allow_nan=False,
    )
    path.write_text(text + "\n", "utf-8")


def read_json(path: Path) -> Assessment:
    """Open a document.

    Parameters
    ----------
    path : Path
        A ``.sbd.json`` file of this or an earlier version.

    Returns
    -------
    Assessment
        As it was written.

    Raises
    ------
    DocumentError
        If it is too large, not JSON, or not a document.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(
                "{file} is larger than an assessment can be (50 MB).", file=path.name
            )
        content = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(
            "{file} cannot be read: it is not an assessment saved by sbd.",
            file=path.name,
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DocumentError(
            "{file} is not an assessment of a version that sbd knows ({version}).",
            file=path.name,
            version=FORMAT,
        )
    try:
        return Assessment.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise DocumentError(
            "{file} is damaged at {place}: {reason}.",
            file=path.name,
            place=".".join(str(p) for p in first["loc"]),
            reason=first["msg"],
        ) from error


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Assessment.model_json_schema(mode="serialization"),
    }
