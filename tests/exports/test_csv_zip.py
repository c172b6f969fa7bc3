"""CSV files in a zip, read back by the csv module and by pandas."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sbd.assessment import public_edition
from sbd.document import Assessment
from sbd.exports.csv_zip import write_csv_zip
from sbd.exports.material import Material
from tests.exports.test_xlsx import EVIL, RTL, whole
from tests.views.sample import sample_checklist
from tests.views.sample_plan import sample_plan


def write(path: Path, found: Assessment, lang: str) -> dict[str, bytes]:
    write_csv_zip(
        Material(found, sample_plan(), sample_checklist(), lang, (found,)), path
    )
    with zipfile.ZipFile(path) as members:
        return {m.filename: members.read(m) for m in members.infolist()}


@pytest.mark.parametrize("lang", ["en", "nl", "fr", "nl+fr"])
@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_pandas_reads_the_numbers_of_the_assessment(
    tmp_path: Path, lang: str, edition: str
) -> None:
    found = whole() if edition == "restricted" else public_edition(whole())
    files = write(tmp_path / "a.csv.zip", found, lang)
    assert ("answers.csv" in files) == (edition == "restricted")
    frame = pd.read_csv(
        io.BytesIO(files["criteria.csv"]), sep=";", decimal=",", encoding="utf-8-sig"
    )
    assert list(frame["criterion"]) == [c.id for c in found.criteria]
    assert list(frame["state"]) == [c.state for c in found.criteria]
    for key in ("level", "gain", "gain_up_to"):
        values = [None if pd.isna(v) else float(v) for v in frame[key]]
        assert values == [getattr(c, key) for c in found.criteria]
    summary = pd.read_csv(
        io.BytesIO(files["summary.csv"]), sep=";", decimal=",", encoding="utf-8-sig"
    )
    scores = summary[summary["section"] == "scores"].set_index("item")
    for name, score in found.dimensions.items():
        assert scores.loc[name, "value"] == score.score
        assert scores.loc[name, "low"] == score.low
        assert scores.loc[name, "high"] == score.high
        assert scores.loc[name, "coverage"] == score.coverage


def test_every_column_is_explained(tmp_path: Path) -> None:
    files = write(tmp_path / "a.csv.zip", whole(), "nl")
    rows = {
        name: list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
        for name, data in files.items()
        if name.endswith(".csv")
    }
    explained = {(row[0], row[1]) for row in rows["columns.csv"][1:]}
    for name, (head, *body) in rows.items():
        if name != "columns.csv":
            assert explained >= {(name.removesuffix(".csv"), key) for key in head}
        assert {len(row) for row in body} <= {len(head)}


def test_texts_are_no_formulas(tmp_path: Path) -> None:
    data = write(tmp_path / "a.csv.zip", whole(), "en")["answers.csv"]
    lines = io.StringIO(data.decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(lines, delimiter=";"))
    said = [row["comment"] for row in rows]
    assert said == [e if e == "#N/A" else f"'{e}" for e in EVIL] + [RTL, "abc"]


def test_same_input_same_bytes_and_excel_sees_utf_8(tmp_path: Path) -> None:
    one = write(tmp_path / "a.csv.zip", whole(), "nl+fr")
    write(tmp_path / "b.csv.zip", whole(), "nl+fr")
    first = (tmp_path / "a.csv.zip").read_bytes()
    assert first == (tmp_path / "b.csv.zip").read_bytes()
    assert all(data.startswith(b"\xef\xbb\xbf") for data in one.values())
    assert "criteria.csv" in one["README.txt"].decode("utf-8-sig")
