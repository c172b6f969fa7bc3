# mypy: ignore-errors
# numba's decorators have no types.
"""How kernels are compiled: the one decorator of every `*_kernels.py`.

Compiling takes most of the first run, and of that, counting references to arrays takes
half. A `kernel` does without: it allocates nothing and returns no array, but writes
into those it is given. An `inner` function moreover is called by compiled ones only:
called by Python, it ends the program. What must allocate is a `maker`. Nor do they look
out for divisions by zero, which then give inf or nan: that is less to compile.

Imports numba: only modules that are loaded inside functions may import this one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from numba import njit


def compiled(function: Callable, **options) -> Callable:
    """Compile a function at its first call, for any number of threads.

    What is compiled is kept in the folder beside the source, or in the user's cache
    folder. Where neither can be written, it is compiled again in each run.

    Parameters
    ----------
    function : callable
        Plain loops over arrays and numbers.
    **options
        Further options of numba.

    Returns
    -------
    callable
        Its twin of machine code.
    """
    options = {
        "nogil": True,
        "no_cfunc_wrapper": True,
        "error_model": "numpy",
        **options,
    }
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # "no locator available": no folder to keep it in
        return njit(**options)(function)


#: Decorator of a function that allocates.
maker = compiled
#: Decorator of a function that Python calls: it writes into arrays it is given.
kernel = partial(compiled, _nrt=False)
#: Decorator of a function that only compiled functions call.
inner = partial(compiled, _nrt=False, no_cpython_wrapper=True)
