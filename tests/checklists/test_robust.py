"""Whatever a file holds, it is a checklist or one refusal: never a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sbd.checklists.model import Checklist
from sbd.checklists.read import parse_checklist
from sbd.errors import ChecklistError
from tests.checklists.test_read import MINIMAL

LINES = MINIMAL.read_bytes().splitlines(keepends=True)
FRAGMENTS = st.sampled_from(
    [
        b"",
        b"null\n",
        b"- \n",
        b"{",
        b"]\n",
        b"&a ",
        b"*a\n",
        b": \n",
        b"'",
        b'"\\ud800"',
    ]
)


def refused_or_read(content: bytes) -> Checklist | str:
    try:
        return parse_checklist(content, "any.yaml")
    except ChecklistError as error:
        return str(error)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes(content):
    assert isinstance(refused_or_read(content), str)


@given(
    st.integers(0, len(LINES) - 1),
    st.integers(0, 60),
    st.one_of(FRAGMENTS, st.text(max_size=8).map(str.encode)),
)
@settings(deadline=None, max_examples=300)
def test_one_spoilt_line(number, column, fragment):
    lines = list(LINES)
    lines[number] = lines[number][:column] + fragment + lines[number][column:]
    found = refused_or_read(b"".join(lines))
    assert isinstance(found, Checklist) or found.startswith(("The checklist", "any"))


@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1, max_size=3))
@settings(deadline=None)
def test_lost_lines(numbers):
    content = b"".join(x for n, x in enumerate(LINES) if n not in numbers)
    assert refused_or_read(content)


def test_characters_that_no_text_can_hold():
    for odd in (b'"\\ud800"', b'"\\0"', b"\x00", b'"\\uFFFF"', b"\xc2\x85"):
        content = b"".join(LINES).replace(b"a municipality", odd)
        assert refused_or_read(content)
