from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from sbd.assessment import public_edition, rescore
from sbd.document import ActionRecord, Assessment, RemarkRecord
from sbd.errors import DocumentError
from sbd.exports import export
from sbd.exports.json import read_json, schema, write_json
from sbd.locale import LANGS
from tests.assessment.school import checklist, plan, rating, results, value

OLD = Path(__file__).parents[1] / "data" / "documents" / "assessment-1.sbd.json"


def sample() -> Assessment:
    return results(
        ("canopy_share", value("canopy_share", 15)),
        ("barrier_gap", value("barrier_gap", 0.8)),
        ratings=(rating("L-15", 2, comment="donker op 't plein; é"),),
    )


@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_a_document_reopens_and_scores_again_without_the_plan(
    tmp_path: Path, edition: str
) -> None:
    written = public_edition(sample()) if edition == "public" else sample()
    path = tmp_path / "out.sbd.json"
    write_json(written, path)
    opened = read_json(path)
    assert opened == written
    assert rescore(opened) == written


def told() -> Assessment:
    """With everything that people add to an assessment."""
    return sample().model_copy(
        update={
            "participants": {"police": 1, "residents": 7},
            "remarks": (
                RemarkRecord(text="waait", lon=4.35, lat=50.84),
                RemarkRecord(text="'t plein", criterion="L-15", discipline="police"),
            ),
            "actions": (
                ActionRecord(
                    uid="1", criterion="L-03", text="Plant", phase="prevention"
                ),
            ),
        }
    )


@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_the_document_fits_its_published_schema_in_every_language(
    tmp_path: Path, edition: str
) -> None:
    found = public_edition(told()) if edition == "public" else told()
    texts = set()
    for lang in (*LANGS, "nl+fr"):
        path = tmp_path / f"{lang}.sbd.json"
        export(found, path, plan=plan(), checklist=checklist(), lang=lang)
        texts.add(path.read_text("utf-8"))
    [written] = texts  # it holds codes, no words of a language
    content = json.loads(written)
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(content, schema())
    assert len(content["remarks"]) == (0 if edition == "public" else 2)
    assert sum(content["participants"].values()) == 8
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**content, "edition": "secret"}, schema())


def test_a_document_of_before_participants_and_remarks_still_opens(
    tmp_path: Path,
) -> None:
    old = json.loads(OLD.read_text("utf-8"))
    assert not {"participants", "remarks"} & set(old)
    opened = read_json(OLD)
    assert (opened.participants, opened.remarks) == ({}, ())
    write_json(opened, tmp_path / "new.sbd.json")
    new = json.loads((tmp_path / "new.sbd.json").read_text("utf-8"))
    assert {key: new[key] for key in old} == old
    jsonschema.validate(new, schema())


def test_the_shipped_schema_is_the_one_of_the_models() -> None:
    shipped = Path(__file__).parents[2] / "sbd" / "exports" / "document.schema.json"
    assert json.loads(shipped.read_text("utf-8")) == schema()


def test_the_same_assessment_gives_the_same_bytes(tmp_path: Path) -> None:
    write_json(sample(), tmp_path / "a.sbd.json")
    write_json(sample(), tmp_path / "b.sbd.json")
    first, second = (tmp_path / f"{n}.sbd.json" for n in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not an assessment saved by sbd"),
        (b"\xff\xfe", "not an assessment saved by sbd"),
        (b"[" * 100_000, "not an assessment saved by sbd"),
        (b"[]", "version that sbd knows"),
        (b'{"format": "sbd-assessment/9"}', "version that sbd knows"),
        (b'{"format": "sbd-assessment/1"}', "damaged at program"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "x.sbd.json"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=message):
        read_json(path)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sbd.json"
    write_json(sample(), path)
    content = json.loads(path.read_text("utf-8"))
    content["plan"]["surprise"] = 1
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(DocumentError, match=r"plan\.surprise"):
        read_json(path)
