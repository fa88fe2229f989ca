"""Nothing talks to a network: heard from inside the process, and traced from outside, over the whole journey.

The journey is the real program: a live file made, written to, hidden and unlocked; then training, from the gate to an
issued letter. That no module of ours imports a network module is read from the source in `test_architecture.py`.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.cases import imran
from tests.benchmarks.processes import screens

ROOT = Path(__file__).parent.parent
JOURNEY = ROOT / "tests" / "benchmarks" / "played_journey.py"
STRACE = shutil.which("strace")
NO_STRACE = "strace is missing, so the system calls of the journey are not seen: apt-get install strace"
PATIENCE = 180
CALLS = "socket,socketpair,connect,bind,listen,sendto,sendmsg"

NAMED = re.compile(r"\b(socket|socketpair)\((\w+)")
AT_HOME = {"AF_UNIX": "between programs of this computer: the screen (X, Wayland), the session bus, the screen reader"}
"""The only families of sockets that may be seen, and what each is for."""


@dataclass(frozen=True)
class Watched:
    """What a process was seen to do: calls heard inside it, system calls traced outside it, and what it printed."""

    heard: tuple[str, ...]
    traced: tuple[str, ...]
    said: str

    @property
    def families(self) -> set[str]:
        """The families of sockets that were made."""
        return {found[2] for line in self.traced for found in NAMED.finditer(line)}


def watch(folder: Path, script: Path, arguments: Sequence[str] = (), **environment: str) -> Watched:
    """Run a script in a process of its own, with whatever can be heard and traced written down."""
    log, trace = folder / "heard", folder / "traced"
    listening = [sys.executable, str(ROOT / "tests" / "listening.py"), str(log), str(script), *arguments]
    outside = (
        [STRACE, "-f", "-qq", "--seccomp-bpf", "-e", "signal=none", "-e", f"trace={CALLS}", "-o", str(trace)]
        if STRACE
        else []
    )
    own = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(ROOT), **environment}
    said = _ended([*outside, *listening], folder, own)

    def lines(path: Path) -> tuple[str, ...]:
        return tuple(path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()

    return Watched(lines(log), lines(trace), said)


def _ended(command: Sequence[str], folder: Path, environment: dict[str, str]) -> str:
    """What a process printed that ended well. One that hangs is ended with all it started: a tracer that is killed
    would leave what it traced behind."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            said, complained = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, complained[-4000:]
    return said


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """The whole journey as a person makes it, watched."""
    folder = tmp_path_factory.mktemp("journey")
    (folder / "case.pickle").write_bytes(pickle.dumps(imran()[0].case))
    return watch(folder, JOURNEY, REFERRAL_ASSISTANT_DATA=str(folder), QT_QPA_PLATFORM="offscreen")


@pytest.fixture(scope="module")
def on_a_screen(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """Every screen of a fictional case and its documents, on a real screen, with which the window has to talk."""
    folder = tmp_path_factory.mktemp("screen")
    script = folder / "on_a_screen.py"
    script.write_text(
        "import pathlib\n"
        "from referral_assistant.ui.play import play\n"
        f"print(*play(pathlib.Path({str(folder)!r})), sep='\\n')\n",
        encoding="utf-8",
    )
    with screens() as found:
        if "xcb" not in found:
            pytest.skip("Xvfb is missing, so there is no screen to try: apt-get install xvfb")
        return watch(folder, script, **found["xcb"])


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """A script that does what must not be seen, inside this computer: both watchers are tried on it."""
    folder = tmp_path_factory.mktemp("talkative")
    script = folder / "talkative.py"
    script.write_text(
        "import socket, urllib.request\n"
        "server = socket.socket(socket.AF_INET)\n"
        "server.bind(('127.0.0.1', 0))\n"
        "server.listen()\n"
        "socket.getaddrinfo('127.0.0.1', 80)\n"
        "socket.create_connection(server.getsockname()).close()\n"
        "if socket.has_ipv6:\n"
        "    socket.socket(socket.AF_INET6).close()\n"
        "request = urllib.request.Request(f'http://127.0.0.1:{server.getsockname()[1]}/')\n"
        "server.close()\n"
        "try:\n"
        "    urllib.request.urlopen(request)\n"
        "except OSError:\n"
        "    pass\n",
        encoding="utf-8",
    )
    return watch(folder, script)


def test_the_whole_journey_was_made(journey: Watched) -> None:
    assert '"ready_at_once"' in journey.said


@pytest.mark.thorough
def test_every_screen_was_made_on_a_screen(on_a_screen: Watched) -> None:
    assert sum(line.endswith(".png") for line in on_a_screen.said.splitlines()) > 10
    assert sum(".pdf, " in line for line in on_a_screen.said.splitlines()) >= 4


def test_no_call_that_could_reach_a_network_is_heard(journey: Watched) -> None:
    assert not journey.heard


@pytest.mark.thorough
def test_nor_on_a_screen(on_a_screen: Watched) -> None:
    assert not on_a_screen.heard


@pytest.mark.skipif(STRACE is None, reason=NO_STRACE)
def test_the_journey_makes_no_socket_at_all(journey: Watched) -> None:
    assert journey.traced == ()


@pytest.mark.thorough
@pytest.mark.skipif(STRACE is None, reason=NO_STRACE)
def test_on_a_screen_every_socket_stays_inside_the_computer(on_a_screen: Watched) -> None:
    assert on_a_screen.families == set(AT_HOME)
    assert not [line for line in on_a_screen.traced if "AF_INET" in line]


def test_a_page_that_asks_for_an_address_is_refused_before_anything_is_called(tmp_path: Path) -> None:
    """WeasyPrint loads urllib. Its fetcher is ours, its own is closed, and what opens connections is never loaded."""
    script = tmp_path / "asking.py"
    links = ("http://127.0.0.1:9/x.png", "https://localhost:9/x.png", "ftp://127.0.0.1/x.png", "file:///etc/hostname")
    page = "".join(f'<img src="{link}" alt="x">' for link in links)
    script.write_text(
        "import logging, sys\n"
        "from referral_assistant.letter.printing import _write\n"
        "logging.basicConfig(stream=sys.stdout)\n"
        f"_write('<html lang=\"en-GB\"><head><title>D</title></head><body>{page}</body></html>')\n"
        "from weasyprint.urls import URLFetcher\n"
        "try:\n"
        "    print(URLFetcher().fetch('http://127.0.0.1:9/'))\n"
        "except ValueError as error:\n"
        "    print(error)\n"
        "print(*('urllib' in sys.modules, 'urllib.request' in sys.modules, 'http.client' in sys.modules))\n",
        encoding="utf-8",
    )
    seen = watch(tmp_path, script)
    assert seen.said.count("Only the program's own files may be read") == len(links) + 1
    assert seen.said.splitlines()[-1] == "True False False"
    assert (seen.heard, seen.traced) == ((), ())


def test_the_listener_hears_a_connection_where_there_is_one(talkative: Watched) -> None:
    events = {line.partition(" ")[0] for line in talkative.heard}
    assert {"socket.bind", "socket.connect", "socket.getaddrinfo", "urllib.Request"} <= events


@pytest.mark.skipif(STRACE is None, reason=NO_STRACE)
def test_the_trace_shows_a_connection_where_there_is_one(talkative: Watched) -> None:
    assert "AF_INET" in talkative.families
    seen = {line.split("(")[0].split()[-1] for line in talkative.traced if "AF_INET" in line}
    assert {"bind", "connect"} <= seen
