"""Wrong codes: a few are free, then each takes longer; right ones never wait.

Six digits are few enough to be guessed by many connections at once, which need not wait
for their answers: after too many wrong ones none is looked at for a while.

One room is one address, so that nobody can be told from anybody else: the count is
that of the whole server.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

#: Wrong codes in a minute that are answered at once. [1]
FREE = 20
#: How long a wrong code counts. [s]
WINDOW_S = 60.0
#: What every further wrong code adds to the wait, and the longest wait. [s]
STEP_S = 0.5
LONGEST_S = 20.0
#: Wrong codes remembered; more give the longest wait anyway. [1]
_KEPT = FREE + int(LONGEST_S / STEP_S) + 1


class Throttle:
    """Counts wrong codes and says how long the answer to one is to wait.

    Parameters
    ----------
    clock : callable
        Time that only goes forward. [s]
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: deque[float] = deque(maxlen=_KEPT)

    def wrong(self) -> float:
        """Count a wrong code and return how long its answer waits. [s]"""
        self._forget()
        self._wrong.append(self._clock())
        return min(LONGEST_S, STEP_S * max(0, len(self._wrong) - FREE))

    def locked(self) -> bool:
        """Tell whether so many codes were wrong that none is looked at."""
        self._forget()
        return len(self._wrong) >= FREE

    def _forget(self) -> None:
        while self._wrong and self._clock() - self._wrong[0] >= WINDOW_S:
            self._wrong.popleft()
