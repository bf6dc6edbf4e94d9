"""The service as `deploy/` sets it up, on loopback: PostgreSQL, Prefect's server, a password, worker and webhook."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BIN = str(Path(sys.executable).parent)
#: So long a server or an event is waited for.
WAIT_SECONDS = 180.0


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


def until(what: Callable[[], Any], seconds: float = WAIT_SECONDS) -> Any:
    """What becomes true; fails when it does not within some seconds."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.5)
    return found


class Webhook:
    """A webhook on loopback, which keeps what it was sent."""

    def __init__(self) -> None:
        self.got: list[str] = []
        got = self.got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                got.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/alerts"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Service:
    """The service: its folder, its home, its ports, and what was started of it."""

    folder: Path
    home: Path
    port: int
    pg_port: int
    webhook: Webhook
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """What `deploy/setup` wrote."""
        lines = (self.folder / "etc" / "banenafspraak.env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of `deploy/run`."""
        own = {"BANENAFSPRAAK_BIN": BIN, "BANENAFSPRAAK_ENV": str(self.folder / "etc" / "banenafspraak.env")}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "BANENAFSPRAAK"))}
        return kept | own | {"PYTHONPATH": str(ROOT)}

    def setup(self, verb: str, *more: str) -> str:
        """Sets it up or takes it down."""
        own = ["--etc", str(self.folder / "etc"), "--state", str(self.folder / "state"), "--home", str(self.home)]
        ports = ["--account", "root", "--port", str(self.port), "--pg-port", str(self.pg_port)]
        return self.do(str(DEPLOY / "setup"), verb, *own, *ports, *more)

    def do(self, *command: str) -> str:
        """Runs a command to its end."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def run(self, *arguments: str) -> str:
        """`deploy/run` to its end."""
        return self.do(str(DEPLOY / "run"), *arguments)

    def start(self, part: str) -> subprocess.Popen[bytes]:
        """Starts a part, in a group of its own."""
        with (self.folder / f"{part}.log").open("ab") as log:
            one = subprocess.Popen(
                [str(DEPLOY / "run"), part],
                env=self.environment,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                start_new_session=True,
            )
        self.started.append(one)
        return one

    def stop(self, one: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> None:
        """Sends a part and all that it started a signal, and waits for it."""
        os.killpg(one.pid, number)
        one.wait()

    def ask(self, path: str, content: Any = None, *, password: str | None = None, method: str = "POST") -> Any:
        """Asks the API of the server."""
        secret = self.settings["PREFECT_API_AUTH_STRING"] if password is None else password
        headers = {"Authorization": f"Basic {b64encode(secret.encode()).decode()}", "Content-Type": "application/json"}
        data = None if method == "GET" else json.dumps(content or {}).encode()
        wanted = urllib.request.Request(f"http://127.0.0.1:{self.port}/api{path}", data, headers, method=method)
        with urllib.request.urlopen(wanted, timeout=30) as answer:  # noqa: S310 - loopback
            return json.loads(answer.read() or b"null")

    def is_up(self) -> bool:
        """Whether the server answers."""
        try:
            return bool(self.ask("/health", method="GET"))
        except (urllib.error.URLError, OSError):
            return False

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment by its name."""
        found: dict[str, Any] = self.ask(f"/deployments/name/banenafspraak-{name}/{name}", method="GET")
        return found

    def begin(self, name: str, parameters: dict[str, Any] | None = None) -> str:
        """Begins a run of a deployment; returns its identifier."""
        wanted = {"parameters": parameters or {}, "state": {"type": "SCHEDULED"}}
        run: str = self.ask(f"/deployments/{self.deployment(name)['id']}/create_flow_run", wanted)["id"]
        return run

    def state(self, run: str) -> str:
        """The name of the state of a run."""
        name: str = self.ask(f"/flow_runs/{run}", method="GET")["state"]["name"]
        return name

    def becomes(self, run: str, state: str, seconds: float = WAIT_SECONDS) -> None:
        """Waits until a run has a state."""
        until(lambda: self.state(run) == state, seconds)

    def logs(self, run: str) -> list[str]:
        """The messages of the log of a run."""
        wanted = {"logs": {"flow_run_id": {"any_": [run]}}, "sort": "TIMESTAMP_ASC"}
        return [one["message"] for one in self.ask("/logs/filter", wanted)]

    def told(self, *words: str) -> None:
        """Waits until the webhook was sent something with these words."""
        until(lambda: any(all(word in one for word in words) for one in self.webhook.got))

    def dump(self) -> str:
        """Everything that the database holds, as text."""
        return self.do("pg_dump", "--host", "/var/run/postgresql", "--port", str(self.pg_port), "banenafspraak")


@contextmanager
def running(folder: Path, home: Path) -> Iterator[Service]:
    """The service with its server, as `deploy/setup` makes it, and a block for notifications; taken down at the end."""
    one = Service(folder, home, free_port(), free_port(), Webhook())
    try:
        one.setup("up", "--notify", "custom-webhook/alerts")
        one.start("server")
        until(one.is_up)
        one.run("prefect", "block", "register", "-m", "prefect.blocks.notifications")
        _make_block(one)
        yield one
    finally:
        for process in one.started:
            if process.poll() is None:
                one.stop(process, signal.SIGKILL)
        one.setup("down", "--with-data")
        one.webhook.close()


def _make_block(service: Service) -> None:
    """As an operator makes it on Prefect's page."""
    kind = service.ask("/block_types/slug/custom-webhook", method="GET")["id"]
    wanted = {"block_schemas": {"block_type_id": {"any_": [kind]}}}
    schema = service.ask("/block_schemas/filter", wanted)[0]["id"]
    data = {
        "name": "alerts",
        "url": service.webhook.url,
        "json_data": {"subject": "{{subject}}", "body": "{{body}}", "token": "{{token}}"},
        "secrets": {"token": "token-that-nobody-may-see"},
    }
    service.ask("/block_documents/", {"name": "alerts", "data": data, "block_schema_id": schema, "block_type_id": kind})
