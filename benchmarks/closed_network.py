"""With every route cut: the work is done, the dashboard shows its pages in a browser, and no process tries to leave.

`sudo python benchmarks/closed_network.py`: needs Linux, root, strace and Chromium. Everything runs in a network of its
own that holds the loopback interface alone; strace writes down each address that a process of ours connects or sends
to. Prints a line for each step and each attempt; exit code 1 where a step failed or anything tried to leave.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LIFTCAST = str(Path(sys.executable).with_name("liftcast"))
EXPORT = PROJECT / "data" / "samples" / "sim-ada" / "simulated_hevy.csv"
PORTS = (8798, 4798, 5798)
PATIENCE_S = 600
STAYS_S = 60
INSIDE = "--inside"
TRACED = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o")
OWN = frozenset({"::1", "0.0.0.0", "::"})  # noqa: S104 (where a process asks, it reaches itself)
ADDRESS = re.compile(r'(?:inet_addr|inet_pton\(AF_INET6, )\(?"([^"]+)"')


def main() -> int:
    """Cut the network, then do it all inside."""
    if sys.argv[1:] == [INSIDE]:
        with tempfile.TemporaryDirectory() as folder:
            return inside(Path(folder))
    missing = [name for name in ("unshare", "ip", "strace", "chromium") if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        sys.exit(f"needs root, and unshare, ip, strace and chromium; missing: {', '.join(missing) or 'root'}")
    words = f"ip link set lo up && exec {sys.executable} {Path(__file__).resolve()} {INSIDE}"
    return subprocess.run(["unshare", "--net", "sh", "-c", words], check=False).returncode


def inside(place: Path) -> int:
    """Do the work and look at the pages."""
    routes = subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"routes: {routes or 'none'}")
    home = place / "home"
    (home / "inbox").mkdir(parents=True)
    shutil.copy(EXPORT, home / "inbox")
    os.environ |= {"LIFTCAST_HOME": str(home)}
    failed = not is_seen(place)
    for words in (["refresh"], ["train"], ["forecast"], ["doctor"]):
        began = time.monotonic()
        ended = subprocess.run(traced(place, words), cwd=place, capture_output=True, text=True, check=False)
        failed += ended.returncode != 0
        print(f"liftcast {words[0]}: code {ended.returncode}, {time.monotonic() - began:.0f} s", flush=True)
    run = ["run", "--no-browser", "--quiet", "--port", str(PORTS[0]), "--engine-port", str(PORTS[1])]
    with staying_up(place, run, f"http://127.0.0.1:{PORTS[0]}/_stcore/health") as answers:
        failed += not answers
        print(f"liftcast run: {'the dashboard answers' if answers else 'no dashboard'}", flush=True)
        failed += not shown(f"http://127.0.0.1:{PORTS[0]}")
        time.sleep(STAYS_S)  # the engine comes up, and what asks home does so by and by
    with staying_up(place, ["mlflow", "--port", str(PORTS[2])], f"http://127.0.0.1:{PORTS[2]}/health") as answers:
        failed += not answers
        print(f"liftcast mlflow: {'answers' if answers else 'no answer'}", flush=True)
    attempts = leaving(place)
    print(f"attempts to leave: {len(attempts)}")
    print("".join(f"  {attempt}\n" for attempt in attempts[:40]), end="")
    return 1 if failed or attempts else 0


def is_seen(place: Path) -> bool:
    """Tell whether an attempt to leave would be seen: somebody makes one, to an address that is nobody's."""
    ask = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    subprocess.run([*TRACED, str(place / "probe.trace"), sys.executable, "-c", ask], capture_output=True, check=False)
    is_found = len(leaving(place)) == 1
    (place / "probe.trace").unlink()
    print(f"an attempt made on purpose: {'seen' if is_found else 'not seen'}")
    return is_found


def traced(place: Path, words: list[str]) -> list[str]:
    """Return a command of ours under strace."""
    return [*TRACED, str(place / f"{words[0]}.trace"), LIFTCAST, *words]


@contextmanager
def staying_up(place: Path, words: list[str], address: str) -> Iterator[bool]:
    """Start what stays up, say whether it answers, stop it."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(traced(place, words), cwd=place, start_new_session=True, **quiet) as app:
        try:
            yield answers(app, address)
        finally:
            os.killpg(app.pid, signal.SIGINT)
            app.wait(timeout=120)


def answers(app: subprocess.Popen[bytes], address: str) -> bool:
    """Wait for an answer."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and app.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own server)
                return True
        except OSError:
            time.sleep(0.5)
    return False


def shown(url: str) -> bool:
    """Open every page in a real browser; say which asked for anything elsewhere, or showed an error."""
    sys.path.insert(0, str(PROJECT))
    from dashboard.screenshots import PAGES, chromium, settle

    wrong: list[str] = []
    with chromium() as browser:
        page = browser.new_page()
        page.on("request", lambda request: request.url.startswith((url, "data:", "blob:")) or wrong.append(request.url))
        for name in PAGES:
            page.goto(f"{url}/{name}", wait_until="load")
            settle(page)
            if page.locator("[data-testid=stException]").count() or not page.locator(".lc").count():
                wrong.append(f"{name} shows an error, or nothing")
    print(f"browser: {len(PAGES)} pages, {wrong or 'all shown'}", flush=True)
    return not wrong


def leaving(place: Path) -> list[str]:
    """Return what any process connected or sent to beyond this machine."""
    found = []
    for trace in sorted(place.glob("*.trace")):
        for line in trace.read_text(errors="replace").splitlines():
            beyond = [at for at in ADDRESS.findall(line) if not at.startswith("127.") and at not in OWN]
            if beyond or "htons(53)" in line:  # whoever asks for a name, through a resolver of this machine too
                found.append(f"{trace.stem}: {line[:160]}")
    return found


if __name__ == "__main__":
    sys.exit(main())
