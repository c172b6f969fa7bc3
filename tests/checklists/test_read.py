from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sbd.checklists.read import (
    checklist_names,
    export_checklist,
    parse_checklist,
    read_checklist,
    sha256_of,
)
from sbd.checklists.yaml_source import MAX_BYTES
from sbd.errors import ChecklistError

MINIMAL = Path(__file__).parent.parent / "data" / "checklists" / "minimal.yaml"


def test_shipped_names():
    assert checklist_names() == ("brussels",)


def test_shipped_checklist_is_read_once():
    assert read_checklist("brussels") is read_checklist("brussels")


def test_path_as_text_and_as_path():
    assert read_checklist(str(MINIMAL)) == read_checklist(MINIMAL)


@pytest.mark.parametrize("name", ["paris", "lists", "no/such/file.yaml", ""])
def test_unknown_name(name):
    with pytest.raises(ChecklistError, match="There is no checklist or file called"):
        read_checklist(name)


def test_unknown_name_tells_what_is_shipped():
    with pytest.raises(ChecklistError, match=r"shipped is: brussels\.$"):
        read_checklist("brusels")


def test_name_that_no_file_can_have():
    with pytest.raises(ChecklistError, match="cannot be read"):
        read_checklist("x" * 5000)


def test_folder_is_not_a_checklist(tmp_path):
    with pytest.raises(ChecklistError, match="no checklist or file"):
        read_checklist(tmp_path)


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ChecklistError, match="no checklist or file"):
        read_checklist(tmp_path / "pipe.yaml")


def test_file_of_more_than_the_bound_is_refused(tmp_path):
    path = tmp_path / "big.yaml"
    path.write_bytes(MINIMAL.read_bytes() + b"#" * MAX_BYTES)
    with pytest.raises(ChecklistError, match=r"big\.yaml is larger than 2 MB"):
        read_checklist(path)


def test_text_that_is_not_utf8_is_refused():
    content = MINIMAL.read_text("utf-8").encode("latin-1", "replace")
    with pytest.raises(ChecklistError, match="save it as UTF-8"):
        parse_checklist(content, "latin.yaml")


def test_byte_order_mark_and_windows_lines_are_fine():
    content = MINIMAL.read_bytes().replace(b"\n", b"\r\n")
    checklist = parse_checklist(b"\xef\xbb\xbf" + content, "windows.yaml")
    assert checklist == read_checklist(MINIMAL)


def test_many_mistakes_are_counted_after_fifty():
    content = b"id: x\n" + b"".join(b"key_%d: 1\n" % n for n in range(80))
    with pytest.raises(ChecklistError, match="has 88 mistakes") as caught:
        parse_checklist(content, "many.yaml")
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (52, "- and 38 more")


def test_message_shows_no_control_characters_and_no_endless_text():
    odd = b'"\x5cx1b[2Jkey": 1\nlanguages: [' + b"x" * 5000 + b"]\n"
    with pytest.raises(ChecklistError) as caught:
        parse_checklist(odd, "odd.yaml")
    message = str(caught.value)
    assert "?[2Jkey is read as a key" in message
    assert "\x1b" not in message
    assert max(len(line) for line in message.splitlines()) < 200


def test_export_copies_the_text_with_its_comments(tmp_path):
    out = tmp_path / "mine.yaml"
    export_checklist("brussels", out)
    assert out.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=checklist.schema.json\n"
    )
    assert "# Fire service" in out.read_text("utf-8")
    assert read_checklist(out) == read_checklist("brussels")


def test_export_puts_the_schema_beside_it(tmp_path):
    export_checklist("brussels", tmp_path / "mine.yaml")
    schema = json.loads((tmp_path / "checklist.schema.json").read_text("utf-8"))
    assert "Criterion" in schema["$defs"]


def test_export_overwrites_nothing(tmp_path):
    (tmp_path / "mine.yaml").write_text("mine")
    (tmp_path / "checklist.schema.json").write_text("mine too")
    with pytest.raises(ChecklistError, match="choose another name"):
        export_checklist("brussels", tmp_path / "mine.yaml")
    export_checklist("brussels", tmp_path / "second.yaml")
    assert (tmp_path / "mine.yaml").read_text() == "mine"
    assert (tmp_path / "checklist.schema.json").read_text() == "mine too"


def test_export_into_a_missing_folder(tmp_path):
    with pytest.raises(ChecklistError, match="choose a folder that exists"):
        export_checklist("brussels", tmp_path / "none" / "mine.yaml")


def test_export_of_an_unknown_checklist(tmp_path):
    with pytest.raises(ChecklistError, match="There is no checklist"):
        export_checklist("paris", tmp_path / "mine.yaml")


def test_digest_ignores_layout_but_not_content():
    text = MINIMAL.read_text("utf-8")
    same = "# mine\n" + text.replace("[150, 100, 50, 30]", "[150.0, 100, 5e1, 30]")
    other = text.replace("[150, 100, 50, 30]", "[151, 100, 50, 30]")
    digests = [sha256_of(parse_checklist(t.encode(), "x")) for t in (text, same, other)]
    assert digests[0] == digests[1] != digests[2]
    assert len(digests[0]) == 64
