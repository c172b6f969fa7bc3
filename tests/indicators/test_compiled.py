"""Compiled functions: where nothing can be kept, and what Python may call."""

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sbd.indicators

FOLDER = Path(sbd.indicators.__file__).parent
CODE = """
def twice(x):
    return 2 * x
"""
USE = """
import sys
sys.path.insert(0, sys.argv[1])
from sbd.indicators.compiled import kernel
from doubled import twice
print(kernel(twice)(21), kernel(twice).stats.cache_path)
"""


def printed(folder, **environment):
    (folder / "doubled.py").write_text(CODE)
    run = subprocess.run(
        [sys.executable, "-B", "-c", USE, str(folder)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


def test_what_is_compiled_is_kept(tmp_path):
    kept = tmp_path / "kept"
    answer, where = printed(tmp_path, NUMBA_CACHE_DIR=str(kept))
    assert answer == "42"
    assert Path(where).is_relative_to(kept)
    assert list(kept.rglob("*.nbi"))


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(tmp_path):
    # A file stands where each folder would be, which stops the superuser as well.
    taken = tmp_path / "taken"
    taken.touch()
    (tmp_path / "__pycache__").touch()
    places = ("HOME", "XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "IPYTHONDIR")
    answer, where = printed(tmp_path, **dict.fromkeys(places, str(taken / "none")))
    assert (answer, where) == ("42", "None")


def imported():
    """Names that modules other than kernels take from kernels."""
    for path in sorted(FOLDER.parent.rglob("*.py")):
        if path.stem.endswith("_kernels"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    if node.module.endswith("_kernels"):
                        yield node.module, name.name
                    elif name.name.endswith("_kernels"):
                        yield f"{node.module}.{name.name}", None


def called():
    """The same, with what the runs of isovists look up on a whole module."""
    for module, name in imported():
        if name is not None:
            yield module, name
    tree = ast.parse((FOLDER / "isovist_runs.py").read_text(encoding="utf-8"))
    for function in tree.body:
        modules = [
            f"sbd.indicators.{name.name}"
            for node in ast.walk(function)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
            if name.asname == "kernels"
        ]
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "kernels"
            ):
                yield modules[0], node.attr


@pytest.mark.parametrize(("module", "name"), sorted(set(called())))
def test_python_calls_no_inner_function(module, name):
    function = getattr(importlib.import_module(module), name)
    assert not function.targetoptions.get("no_cpython_wrapper")


def test_the_calls_are_found():
    found = {name for _, name in called()}
    assert {"spread", "outlines", "sum_columns", "light_cells", "searched"} <= found
    whole = {module for module, name in imported() if name is None}
    assert whole == {"sbd.indicators.view_kernels"}
