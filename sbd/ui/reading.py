"""The reader's options, from the text by which caches know them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sbd.plans.options import Options


def reading_options(written: str, files: Sequence[Path]) -> Options:
    """Make the reader's options of JSON; lists become tuples, names of files paths.

    Raises
    ------
    SbdError
        If a value does not exist.
    """
    given = json.loads(written)
    values: dict[str, Any] = {
        n: tuple(v) if isinstance(v, list) else v for n, v in given.items()
    }
    if "site" in values:
        values["site"] = next((p for p in files if p.name == values["site"]), None)
    options = Options(**values)
    options.check()
    return options
