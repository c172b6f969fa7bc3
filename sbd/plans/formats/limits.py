"""Limits that the reading process sets on itself before it opens a file."""

from __future__ import annotations

import sys


def limit_process(memory: int, seconds: int) -> None:
    """Limit memory, processor time and files of this process; never raises.

    Parameters
    ----------
    memory : int
        Address space it may use. [byte]
    seconds : int
        Processor time after which the system ends it. [s]

    Notes
    -----
    Windows has no such limits; there the parent's clock is the only one.
    """
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        resource.RLIMIT_AS: memory,
        # More than wall time: libraries use several threads. A net under the
        # parent's clock, should the parent be gone.
        resource.RLIMIT_CPU: 4 * seconds,
        resource.RLIMIT_FSIZE: memory,
        resource.RLIMIT_CORE: 0,
    }
    for kind, amount in wanted.items():
        hard = resource.getrlimit(kind)[1]
        soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        try:
            resource.setrlimit(kind, (soft, soft))
        except (ValueError, OSError):
            # macOS refuses some of them; the clock still holds.
            continue
