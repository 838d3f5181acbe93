"""Web servers that are not ours, started on a folder of files with the rules that we write for them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from attrs import frozen

PATIENCE = 20  # seconds until a server must answer; both do so within a tenth of one


@frozen
class Reply:
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def location(self) -> str:
        """Where the answer leads, without scheme and host; "" if nowhere."""
        return self.headers["location"]


@frozen
class Host:
    """A server on a port of this machine, with the site under the path `mount`, which ends without a slash."""

    name: str
    port: int
    mount: str

    def ask(self, path: str, accept: str | None = None, method: str = "GET") -> Reply:
        """What it answers to a request for a path of the site; a place under the mount is given without that."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, self.mount + path, skip_accept_encoding=True)
            if accept is not None:
                connection.putheader("Accept", accept)
            connection.endheaders()
            answer: HTTPResponse = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            place = headers.get("location", "").removeprefix(f"http://127.0.0.1:{self.port}")
            headers["location"] = place.removeprefix(self.mount)
            return Reply(answer.status, headers, answer.read())
        finally:
            connection.close()


def nginx_of(root: Path, mount: str, scratch: Path) -> tuple[str, ...]:
    """The command that serves a site by nginx with the site's own rules; its port is written into its configuration."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
    if program is None:
        return ()
    rules = Path(f"{root}{mount}") / "hosting"
    places = "".join(
        f"{name}_temp_path {scratch / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    scratch.joinpath("nginx.conf").write_text(
        f"""
daemon off;
worker_processes 1;
pid {scratch / "pid"};
error_log {scratch / "error.log"};
events {{ }}
http {{
    access_log off;
    {places}
    include {rules / "nginx-map.conf"};
    server {{
        listen 127.0.0.1:@PORT@;
        root {root};
        include {rules / "nginx-server.conf"};
    }}
}}
"""
    )
    return (program, "-p", str(scratch), "-e", str(scratch / "error.log"), "-c", str(scratch / "nginx.conf"))


def apache_of(root: Path, _mount: str, scratch: Path) -> tuple[str, ...]:
    """The same by Apache, which finds the rules in the site's .htaccess by itself, wherever it is mounted."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin:/usr/local/sbin") or shutil.which("httpd")
    folders = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"), Path("/usr/libexec/apache2"))
    modules = next((each for each in folders if each.is_dir()), None)
    if program is None or modules is None:
        return ()
    wanted = ("mpm_event", "authz_core", "dir", "mime", "headers", "setenvif", "rewrite", "unixd")
    there = [name for name in wanted if (modules / f"mod_{name}.so").exists()]
    loaded = "\n".join(f"LoadModule {name}_module {modules / f'mod_{name}.so'}" for name in there)
    scratch.joinpath("apache.conf").write_text(
        f"""
{loaded}
ServerRoot {scratch}
ServerName localhost
DefaultRuntimeDir {scratch}
PidFile {scratch / "pid"}
ErrorLog {scratch / "error.log"}
Listen 127.0.0.1:@PORT@
Mutex file:{scratch} default
DocumentRoot {root}
TypesConfig /dev/null
<IfModule unixd_module>
    User www-data
    Group www-data
</IfModule>
<Directory {root}>
    AllowOverride All
    Require all granted
</Directory>
"""
    )
    return (program, "-d", str(scratch), "-f", str(scratch / "apache.conf"), "-D", "FOREGROUND")


@contextmanager
def serving(name: str, command: tuple[str, ...], scratch: Path, mount: str) -> Iterator[Host]:
    """The server of a command, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    configuration = next(Path(word) for word in command if word.endswith(".conf"))
    configuration.write_text(configuration.read_text().replace("@PORT@", str(port)))
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        host = Host(name, port, mount)
        _wait(server, host, scratch)
        yield host
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def _wait(server: subprocess.Popen[str], host: Host, scratch: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            host.ask("/index.html")
        except (ConnectionRefusedError, ConnectionResetError):
            time.sleep(0.02)
        else:
            return
    log = scratch / "error.log"
    said = server.communicate()[1] if server.poll() is not None else ""
    raise AssertionError(f"{host.name} does not answer: {said} {log.read_text() if log.exists() else ''}")
