"""Pull the plug of a busy meeting again and again: is any confirmed answer lost?

Run ``python benchmarks/review_crash.py [KILLS]``. 40 clients on loopback answer without
end; the server is killed (SIGKILL) at 50 random moments and started anew on the same
data. A client that got no confirmation sends its answer again. The last line is one
JSON object: an answer is lost if it was confirmed and is not in the history.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time

from review_meeting import Phone, in_parallel, served, stored

CLIENTS = 40
CRITERIA = 20


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with served(CRITERIA) as (server, session, criteria):
        phones = [Phone(server.port, session.token, n) for n in range(CLIENTS)]
        in_parallel(phones, Phone.join)
        over = threading.Event()
        busy = threading.Thread(
            target=in_parallel,
            args=(phones, lambda phone: answer_until(phone, criteria, over)),
        )
        busy.start()
        chance = random.Random(2026)
        for n in range(kills):
            time.sleep(chance.uniform(0.1, 1.0))
            server.kill()
            server.start()
            print(f"\r{n + 1} kills", end="", flush=True)
        over.set()
        busy.join()
        server.kill()
        kept, soundness = stored(server.folder, session.id)
    print(f", {len(kept)} answers in the store")
    confirmed = {r: told for p in phones for r, told in p.acknowledged.items()}
    print(
        json.dumps(
            {
                "kills": kills,
                "acknowledged": len(confirmed),
                "interrupted": sum(len(p.errors) for p in phones),
                "lost": sum(kept.get(r) != told for r, told in confirmed.items()),
                "integrity": soundness,
            }
        )
    )


def answer_until(phone: Phone, criteria: list[str], over: threading.Event) -> None:
    """Answer without end; what was not confirmed is sent again until it is."""
    chance = random.Random(phone.number)
    while not over.is_set():
        criterion, level = chance.choice(criteria), str(chance.randrange(5))
        while not phone.answer(criterion, level):
            time.sleep(0.05)
        time.sleep(chance.uniform(0.0, 0.2))


if __name__ == "__main__":
    main()
