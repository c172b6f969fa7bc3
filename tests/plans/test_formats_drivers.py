from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sbd.plans.formats.drivers import ALLOWED, REFUSED, check, pyogrio


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    clean = {k: v for k, v in os.environ.items() if not k.endswith("_SKIP")}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=clean
    )


def test_only_allowed_drivers_exist() -> None:
    assert set(pyogrio.list_drivers()) == ALLOWED
    assert not ALLOWED & set(REFUSED)


def test_a_driver_too_many_is_named() -> None:
    with pytest.raises(RuntimeError, match=r"not allowed.*\(OGR_VRT\)"):
        check({"GPKG", "OGR_VRT"})


def test_fails_closed_when_pyogrio_was_there_first() -> None:
    done = run("import pyogrio, sbd.plans.formats.drivers")
    assert done.returncode == 1
    assert "GDAL offers drivers that are not allowed here" in done.stderr


def test_a_skip_list_of_the_user_is_replaced() -> None:
    done = run(
        "import os; os.environ['OGR_SKIP'] = 'GPKG'\n"
        "from sbd.plans.formats.drivers import pyogrio\n"
        "print(sorted(pyogrio.list_drivers()))"
    )
    assert "'GPKG'" in done.stdout
    assert "VRT" not in done.stdout


def test_the_child_starts_without_the_slow_packages() -> None:
    done = run(
        "import sys\n"
        "import sbd.plans.formats.__main__ as child\n"
        "sys.meta_path.insert(0, child._LeaveOut())\n"
        "import sbd.plans.formats.sources, sbd.plans.formats.gdal\n"
        "import sbd.plans.formats.exchange\n"
        "print([m for m in ('pandas', 'geopandas', 'streamlit', 'numba', 'ezdxf')"
        " if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr
