"""How the child process hands its result over: Arrow tables and one JSON file.

Never pickle: what comes back was made from an untrusted file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc
import shapely

from sbd.plans.formats.reading import Reading, SourceLayer, clean_text

#: Templates with their values, as an error of `sbd.errors` has them.
Parts = Iterable[tuple[str, Mapping[str, object]]]

JOB = "job.json"
RESULT = "result.json"
GEOMETRY = "geometry"
#: Integers beyond this are identifiers, and floats would change them.
_EXACT = 2**53


def write_result(folder: Path, layers: list[SourceLayer], reading: Reading) -> None:
    """Write layers and notes for the parent process."""
    described = []
    for number, layer in enumerate(layers):
        name = f"layer{number}.arrow"
        _write_table(folder / name, layer)
        described.append(
            {
                "file": layer.file,
                "name": clean_text(layer.name),
                "format": layer.format,
                "crs": layer.crs,
                "unit": layer.unit,
                "table": name,
            }
        )
    _write_json(
        folder / RESULT,
        {
            "layers": described,
            "notes": reading.notes,
            "sha256": reading.sha256(),
            "state": None if reading.state is None else clean_text(reading.state),
            "heights": reading.heights,
            "photometry": reading.photometry,
        },
    )


def write_refusal(folder: Path, parts: Parts = (), *, detail: str = "") -> None:
    """Write why the files cannot be used: templates with values, or a detail."""
    said = [
        (template, {name: _plain(value) for name, value in values.items()})
        for template, values in parts
    ]
    _write_json(folder / RESULT, {"error": said, "detail": clean_text(detail)})


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, int | float) else clean_text(str(value))


def _write_json(path: Path, value: object) -> None:
    # ASCII only, so that odd text of a source cannot break the exchange.
    path.write_text(json.dumps(value), encoding="ascii")


def _write_table(path: Path, layer: SourceLayer) -> None:
    arrays: list[Any] = [arrow_column(v) for v in layer.columns.values()]
    arrays.append(pa.array(shapely.to_wkb(layer.geometry), type=pa.binary()))
    names = [*(clean_text(c) for c in layer.columns), GEOMETRY]
    table = pa.Table.from_arrays(arrays, names=names)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table)


def arrow_column(values: Any) -> Any:
    """Make an Arrow array of numbers if all values are numbers, else of text.

    Yes/no values become the text ``yes`` or ``no``, nested values JSON, and empty
    cells null.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        return pa.array(values, from_pandas=True)
    known = [v for v in values if v is not None]
    if known and all(_is_number(v) for v in known):
        if any(isinstance(v, float) for v in known) or len(known) < len(values):
            return pa.array(
                [None if v is None else float(v) for v in values], type=pa.float64()
            )
        return pa.array(values, type=pa.int64())
    return pa.array([_text(v) for v in values], type=pa.string())


def _is_number(value: object) -> bool:
    if isinstance(value, bool | np.bool_):
        return False
    if isinstance(value, int | np.integer):
        return abs(int(value)) < _EXACT
    return isinstance(value, float | np.floating)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return clean_text(value)
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return clean_text(json.dumps(value, ensure_ascii=False))
    return clean_text(str(value))
