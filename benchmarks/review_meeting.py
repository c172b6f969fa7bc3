"""A served meeting and phones that answer in it, for the benchmarks of reviews."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sbd.checklists.read import read_checklist  # noqa: E402
from sbd.reviews.database import Database  # noqa: E402
from sbd.reviews.records import Seat, Session  # noqa: E402
from sbd.reviews.sessions import Opening, open_session  # noqa: E402
from sbd.reviews.variants import AssessmentInputs, PlanAsJudged  # noqa: E402

HOST = "127.0.0.1"
START = "import sys; from sbd.cli import main; sys.argv[0] = 'sbd'; main()"
DISCIPLINES = ("police", "planning", "mobility", "accessibility", "fire", "residents")
#: How long a phone waits for an answer before it tries again. [s]
PATIENCE_S = 15.0


@contextlib.contextmanager
def served(criteria: int) -> Iterator[tuple[Server, Session, list[str]]]:
    """Serve a meeting on a number of criteria, in a folder that goes afterwards."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="sbd-review-") as place:
        folder = Path(place) / "data"
        folder.mkdir(mode=0o700)
        session, asked = hold_meeting(folder, criteria)
        server = Server(folder, port)
        server.start()
        try:
            yield server, session, asked
        finally:
            server.kill()


class Server:
    """The app in a process of its own, on the data of a folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-c", START, "app", "--port", str(self.port)]
        command += ["--data", str(self.folder)]
        with (self.folder.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "STREAMLIT_SERVER_HEADLESS": "true"},
                cwd=ROOT,
            )
        for _ in range(600):
            if self._healthy():
                return
            time.sleep(0.05)
        raise RuntimeError("the app did not start")

    def _healthy(self) -> bool:
        try:
            status, _, _ = request(self.port, "GET", "/_stcore/health", timeout=1.0)
        except OSError:
            return False
        return status == 200

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)


def request(
    port: int,
    method: str,
    path: str,
    *,
    cookie: str = "",
    form: dict[str, str] | None = None,
    timeout: float = PATIENCE_S,
) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body of one request on a connection of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    headers = {"Cookie": cookie} if cookie else {}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Origin"] = f"http://{HOST}:{port}"
    try:
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8")
        pairs = [(n.lower(), v) for n, v in answer.getheaders()]
        cookies = "; ".join(v.split(";")[0] for n, v in pairs if n == "set-cookie")
        return answer.status, {**dict(pairs), "set-cookie": cookies}, body
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def hold_meeting(folder: Path, criteria: int) -> tuple[Session, list[str]]:
    """Open a session on so many judged criteria, and return it with their ids."""
    checklist = read_checklist("brussels")
    judged = [c for c in checklist.criteria if not c.measured and not c.sensitive]
    asked = [c.id for c in judged][:criteria]
    plan = PlanAsJudged("benchmark.sbd.gpkg", b"", {})
    opening = Opening(
        title="Benchmark",
        lang="en",
        seats=[Seat(d, expected=True) for d in DISCIPLINES],
        criteria=dict.fromkeys(asked, False),
        inputs=AssessmentInputs(
            plan, checklist.id, checklist.version, "0" * 64, "2026-01-31"
        ),
        pictures={},
    )
    db = Database(folder)
    try:
        return open_session(db, secrets.token_hex(8), "Benchmark", opening), asked
    finally:
        db.close()


@dataclass
class Phone:
    """One person: answers criterion after criterion, with pauses, and keeps count.

    Each answer carries a remark of its own, by which it is found in the store;
    ``acknowledged`` holds what the server confirmed, by remark.
    """

    port: int
    token: str
    number: int
    cookie: str = ""
    csrf: str = ""
    took_s: list[float] = field(default_factory=list)
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def join(self) -> None:
        """Register for a discipline."""
        path = f"/join/{self.token}"
        _, headers, body = request(self.port, "GET", path)
        discipline = DISCIPLINES[self.number % len(DISCIPLINES)]
        form = {"csrf": _csrf(body), "discipline": discipline, "name": "", "lang": "en"}
        cookie = headers["set-cookie"]
        status, headers, body = request(
            self.port, "POST", path, cookie=cookie, form=form
        )
        if status != 303:
            raise RuntimeError(f"could not join: {status} {body[:300]}")
        self.cookie = "; ".join(c for c in (cookie, headers["set-cookie"]) if c)
        self.look()

    def look(self) -> None:
        """Open the ballot."""
        path = f"/join/{self.token}/ballot"
        status, _, body = request(self.port, "GET", path, cookie=self.cookie)
        if status != 200:
            raise ConnectionError(f"ballot: {status}")
        self.csrf = _csrf(body)

    def answer(self, criterion: str, level: str) -> bool:
        """Send one answer, and tell whether it was confirmed.

        One that was not is sent again under the same remark.
        """
        remark = f"phone {self.number}, answer {len(self.acknowledged)}"
        form = {
            "csrf": self.csrf,
            "criterion": criterion,
            "answer": level,
            "comment": remark,
            "place": "",
        }
        path = f"/join/{self.token}/ballot"
        began = time.perf_counter()
        try:
            status, _, body = request(
                self.port, "POST", path, cookie=self.cookie, form=form
            )
        except OSError as error:
            self.errors.append(type(error).__name__)
            return False
        if status != 303:
            self.errors.append(f"{status} {body[:80]}")
            return False
        self.took_s.append(time.perf_counter() - began)
        self.acknowledged[remark] = (criterion, level)
        return True


def in_parallel(phones: Sequence[Phone], what: object) -> None:
    """Let every phone do something in a thread of its own, and wait for all."""
    threads = [threading.Thread(target=what, args=(p,)) for p in phones]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def pause(chance: random.Random) -> None:
    """Think for 0.2 to 2 s."""
    time.sleep(chance.uniform(0.2, 2.0))


def stored(folder: Path, session: str) -> tuple[dict[str, tuple[str, str]], str]:
    """Return every answer ever kept, by remark, and SQLite's verdict on the file."""
    db = Database(folder)
    try:
        with db.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT comment, criterion, answer FROM ratings WHERE session = ?",
                (session,),
            ).all()
        return {r[0]: (r[1], r[2]) for r in rows}, db.check()
    finally:
        db.close()


def _csrf(body: str) -> str:
    found = re.search(r'name="?csrf"?[^>]*value="?([^">]+)', body)
    if found is None:
        raise ConnectionError("the page has no token")
    return found.group(1)
