"""Engines as an operator runs them, on loopback, in a folder and at ports of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_SECONDS = 90.0
#: Who may change the data, made for this run on loopback alone.
USER, PASSWORD = "publisher", "published"

_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxQueryMem = 1G
MaxMemPoolSize = 1500000000
ThreadsPerQuery = 1
VectorSize = 500
MaxVectorSize = 1000
AsyncQueueMaxThreads = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http}
MaxClientConnections = 20
ServerThreads = 20
EnabledDavVSP = 0
HTTPProxyEnabled = 0

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0

[Flags]
enable_inline_sqs = 0
sqlo_max_layouts = 50
"""

#: A user for changes, who may change every graph; who does not say who he is may read.
_RIGHTS = f"""
DB.DBA.USER_CREATE ('{USER}', '{PASSWORD}');
GRANT SPARQL_SELECT TO "{USER}";
GRANT SPARQL_UPDATE TO "{USER}";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('{USER}', 15);
"""


@dataclass(slots=True)
class Engine:
    """An engine that runs: where it is asked, changed and loaded, and as whom."""

    name: str
    query_url: str
    update_url: str
    store_url: str
    process: subprocess.Popen[bytes]
    folder: Path
    #: For changes; None where the engine asks nobody who he is.
    auth: tuple[str, str] | None = None
    digest: bool = False
    sql_port: int = 0
    readers: dict[str, str] = field(default_factory=dict)

    @property
    def credentials(self) -> httpx.Auth | None:
        """Give what a client sends to change something."""
        if self.auth is None:
            return None
        return httpx.DigestAuth(*self.auth) if self.digest else httpx.BasicAuth(*self.auth)

    def load(self, graph: str, triples: bytes) -> None:
        """Replace a graph by N-Triples, by the Graph Store Protocol."""
        answer = httpx.put(
            self.store_url,
            params={("graph-uri" if self.digest else "graph"): graph},
            content=triples,
            headers={"content-type": "application/n-triples"},
            auth=self.credentials,
            timeout=120,
        )
        answer.raise_for_status()

    def ask(
        self, query: str, graph: str, timeout: float = 60, auth: httpx.Auth | None = None
    ) -> httpx.Response:
        """Ask a query over one graph."""
        return httpx.post(
            self.query_url,
            data={"query": query, "default-graph-uri": graph},
            headers={"accept": "application/sparql-results+json"},
            timeout=timeout,
            auth=auth,
        )

    def restrict(self, graph: str, readers: Iterable[str]) -> None:
        """Let nobody read a graph but these users (Virtuoso only), who are made if need be.

        Every graph is for everyone until the first call; from then on what ``open_to_all`` opened
        is, and nothing else. A user's password is its name.
        """
        self.isql("DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 0);")
        for reader in readers:
            if reader not in self.readers:
                self.isql(
                    f"DB.DBA.USER_CREATE ('{reader}', '{reader}');\n"
                    f'GRANT SPARQL_SELECT TO "{reader}";\n'
                    f"DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('{reader}', 0);"
                )
                self.readers[reader] = reader
            self.isql(f"DB.DBA.RDF_GRAPH_USER_PERMS_SET ('{graph}', '{reader}', 1);")

    def open_to_all(self, graph: str) -> None:
        """Let everyone read a graph, also after ``restrict`` (Virtuoso only)."""
        self.isql(f"DB.DBA.RDF_GRAPH_USER_PERMS_SET ('{graph}', 'nobody', 1);")

    def isql(self, statements: str) -> str:
        """Run statements as the one who may do all (Virtuoso only)."""
        return _isql(self.sql_port, statements)

    def stop(self) -> None:
        """End it, as when a machine goes down."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """Give a port that nothing listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def virtuoso_programs() -> tuple[str, str] | None:
    """Give the server and its command line; None where Debian's package is not installed."""
    server, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    return (server, client) if server and client else None


def oxigraph_program() -> str | None:
    """Give the server of PyPI's ``oxigraph``: that of this environment, else one on the path."""
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.is_file() else shutil.which("oxigraph")


@contextmanager
def virtuoso(server: str, folder: Path) -> Iterator[Engine]:
    """Start Virtuoso with an empty database."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http), "utf-8")
    # None of its own settings holds its memory in a query that goes wrong.
    limited = ["/bin/sh", "-c", 'ulimit -v 12000000; exec "$0" "$@"']
    command = [*limited, server, "+foreground", "+configfile", "virtuoso.ini"]
    address = f"http://127.0.0.1:{http}"
    with _running(command, folder, f"{address}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D") as child:
        _isql(sql, _RIGHTS)
        yield Engine(
            "virtuoso",
            f"{address}/sparql",
            f"{address}/sparql-auth",
            f"{address}/sparql-graph-crud-auth",
            child,
            folder,
            auth=(USER, PASSWORD),
            digest=True,
            sql_port=sql,
        )


@contextmanager
def oxigraph(server: str, folder: Path) -> Iterator[Engine]:
    """Start ``oxigraph serve`` with an empty database."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [server, "serve", "--location", "database", "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"{address}/query?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D") as child:
        yield Engine(
            "oxigraph",
            f"{address}/query",
            f"{address}/update",
            f"{address}/store",
            child,
            folder,
        )


@contextmanager
def _running(command: list[str], folder: Path, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program and wait until it answers; it is ended by its own process id."""
    said = folder / "said"
    with said.open("wb") as log:
        child = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        until = time.monotonic() + _MOST_SECONDS
        while not _answers(ready):
            assert child.poll() is None, said.read_text("utf-8", "replace")[-2000:]
            assert time.monotonic() < until, said.read_text("utf-8", "replace")[-2000:]
            time.sleep(0.1)
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _isql(port: int, statements: str) -> str:
    programs = virtuoso_programs()
    assert programs
    done = subprocess.run(
        [programs[1], f"127.0.0.1:{port}", "dba", "dba"],
        input=statements + "\nEXIT;\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "*** Error" not in done.stderr + done.stdout, done.stderr
    return done.stdout
