from __future__ import annotations

from typing import Any

import pytest

from sbd.errors import PlanError
from sbd.plans.picture import Picture, picture_about, picture_from
from sbd.plans.plan import Note

JPEG = b"\xff\xd8\xff" + bytes(20)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def some(content: bytes = JPEG, media: str = "image/jpeg") -> Picture:
    notes = (Note("raster_files_ignored", {"files": ("a.ovr", "b.xml")}),)
    bounds = ((50.1, 4.1), (50.2, 4.3))
    return Picture(content, media, bounds, (640, 480), 0.25, "é.tif", "a" * 64, notes)


@pytest.mark.parametrize("picture", [some(), some(PNG, "image/png")])
def test_what_is_kept_reads_back_equal(picture: Picture) -> None:
    about = {**picture_about(picture), "opacity": 0.4}
    assert picture_from(picture.content, about) == picture


@pytest.mark.parametrize(
    "content", [b"", PNG, b"<svg onload='x'/>", JPEG + bytes(5_000_000)]
)
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(PlanError, match="remove it and add its file again"):
        picture_from(content, picture_about(some()))


@pytest.mark.parametrize(
    "change",
    [
        {"media": "image/svg+xml"},
        {"media": "text/html"},
        {"bounds": [[50.2, 4.1], [50.1, 4.3]]},
        {"bounds": [[50.1, 4.3], [50.2, 4.1]]},
        {"bounds": [[-90, 4.1], [50.1, 4.3]]},
        {"bounds": [[50.1, float("nan")], [50.2, 4.3]]},
        {"bounds": None},
        {"size": [0, 5]},
        {"resolution_m": "x"},
        {"name": None},
        {"notes": 5},
        {"sha256": object()},
    ],
)
def test_other_descriptions_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match="remove it and add its file again"):
        picture_from(JPEG, {**picture_about(some()), **change})
