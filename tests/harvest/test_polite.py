"""What a server may do to who asks it, and what is made of that; each fault is planted."""

from __future__ import annotations

import contextlib
import email.utils
import gzip
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.harvest.site import Reply, turtle

from ldgraph.errors import LdgraphError
from ldgraph.harvest import address as addresses
from ldgraph.harvest import rdf
from ldgraph.harvest.address import is_public, place, plain
from ldgraph.harvest.errors import SettingError, SourceError, shown
from ldgraph.harvest.exchange import Limits, Request, exchange
from ldgraph.harvest.polite import wait_of

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from tests.harvest.site import Site

    from ldgraph.harvest.exchange import Answer
    from ldgraph.harvest.polite import Client

_GOOD = turtle("<a> <b> <c> .")


def _read(answer: Answer) -> int:
    return len(rdf.read(answer.body, answer.media_type, answer.address).quads)


def _fetch(client: Client, address: str) -> int:
    return client.fetch(Request(address, {"Accept": rdf.ACCEPT}), _read)


def test_who_asks_says_its_name_and_what_it_reads(client: Client, site: Site) -> None:
    assert _fetch(client, site.put("/a", _GOOD)) == 1

    headers = site.asked[0].headers
    assert headers["user-agent"] == "ldgraph/proef"
    assert headers["accept"].startswith("application/n-quads, application/trig;q=0.95")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_passes_is_tried_again(
    client: Client, site: Site, waits: list[float], status: int
) -> None:
    address = site.put("/a", turtle("", status), turtle("", status), _GOOD)

    assert _fetch(client, address) == 1
    assert len(site.asked) == 3
    assert 1 <= waits[0] < 2 <= waits[1]


def test_a_server_that_asks_to_wait_is_waited_for(
    client: Client, site: Site, waits: list[float]
) -> None:
    address = site.put("/a", turtle("", 503, Retry_After="7"), _GOOD)

    assert _fetch(client, address) == 1
    assert waits == [7.0]


def test_a_moment_to_wait_until_is_read_too() -> None:
    moment = datetime.now(tz=UTC) + timedelta(seconds=40)

    wait = wait_of(email.utils.format_datetime(moment, usegmt=True))

    assert wait is not None
    assert 35 < wait <= 40
    assert wait_of("soon") is None
    assert wait_of("99999999999999999999") == 999999999.0


def test_who_asks_for_an_hour_is_asked_again_in_another_run(
    client: Client, site: Site, waits: list[float]
) -> None:
    address = site.put("/a", turtle("", 429, Retry_After="3600"))

    with pytest.raises(SourceError, match="asks to wait 3600 s"):
        _fetch(client, address)

    assert waits == []
    assert len(site.asked) == 1


def test_what_does_not_pass_is_given_up(client: Client, site: Site) -> None:
    address = site.put("/a", turtle("", 503))

    with pytest.raises(SourceError, match=r"answers 503 \(tried 3 times\)") as caught:
        _fetch(client, address)

    assert len(site.asked) == 3
    assert "3 keer geprobeerd" in caught.value.message("nl")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 410])
def test_what_will_not_pass_is_asked_once(client: Client, site: Site, status: int) -> None:
    with pytest.raises(SourceError, match=f"answers {status}"):
        _fetch(client, site.put("/a", turtle("", status)))

    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<!DOCTYPE html><html><body>Sorry</body></html>", media_type="text/html"),
        Reply(b"\n<html><body>Sorry</body></html>", media_type="text/turtle"),
    ],
    ids=["said", "disguised"],
)
def test_a_page_for_people_with_status_200_is_no_data(
    client: Client, site: Site, reply: Reply
) -> None:
    assert _fetch(client, site.put("/a", reply, _GOOD)) == 1

    with pytest.raises(SourceError, match="page for people"):
        _fetch(client, site.put("/b", reply))


def test_another_media_type_is_named(client: Client, site: Site) -> None:
    with pytest.raises(SourceError, match="'application/pdf'; wanted one of: application/n-quads"):
        _fetch(client, site.put("/a", Reply(b"%PDF", media_type="application/pdf")))

    assert len(site.asked) == 1


def test_a_body_that_is_shorter_than_said_is_cut_off(client: Client, site: Site) -> None:
    short = Reply(b"<a> <b> <c> .\n", length=500)

    assert _fetch(client, site.put("/a", short, _GOOD)) == 1
    with pytest.raises(SourceError, match="sends less than it says"):
        _fetch(client, site.put("/b", short))


def test_chunks_without_an_end_are_cut_off(client: Client, site: Site) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"e\r\n<a> <b> <c> .\n\r\n"
        )

    with pytest.raises(SourceError, match="less than it says"):
        _fetch(client, site.put("/a", Reply(raw=half)))


@pytest.mark.parametrize(
    "wire",
    [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"],
    ids=["nothing", "garbage", "headers"],
)
def test_what_is_no_http_is_an_answer_that_did_not_come(
    client: Client, site: Site, wire: bytes
) -> None:
    with pytest.raises(SourceError, match="does not answer"):
        _fetch(client, site.put("/a", Reply(raw=lambda handler: _send(handler, wire))))


def _send(handler: BaseHTTPRequestHandler, wire: bytes) -> None:
    handler.wfile.write(wire)


def test_turtle_that_stops_in_the_middle_is_cut_off(client: Client, site: Site) -> None:
    with pytest.raises(SourceError, match="not readable"):
        _fetch(client, site.put("/a", turtle('<a> <b> "half')))

    assert len(site.asked) == 3


def test_a_packed_body_is_unpacked(client: Client, site: Site) -> None:
    packed = Reply(gzip.compress(b"<a> <b> <c> ."), headers={"Content-Encoding": "gzip"})

    assert _fetch(client, site.put("/a", packed)) == 1


def test_a_body_packed_in_pieces_is_read_to_the_end(client: Client, site: Site) -> None:
    pieces = gzip.compress(b"<a> <b> <c> .\n") + gzip.compress(b"<a> <b> <d> .\n") + b"\0" * 9

    packed = Reply(pieces, headers={"Content-Encoding": "gzip"})

    assert _fetch(client, site.put("/a", packed)) == 2


def test_a_last_piece_that_is_cut_off_is_not_left_out(client: Client, site: Site) -> None:
    pieces = gzip.compress(b"<a> <b> <c> .\n") + gzip.compress(b"<a> <b> <d> .\n")[:-9]

    with pytest.raises(SourceError, match="less than it says"):
        _fetch(client, site.put("/a", Reply(pieces, headers={"Content-Encoding": "gzip"})))


def test_a_bomb_of_gzip_is_refused_before_it_unfolds(client: Client, site: Site) -> None:
    bomb = gzip.compress(b"#" * 50_000_000)
    assert len(bomb) < 200_000

    with pytest.raises(SourceError, match="more than 200,000 bytes"):
        _fetch(client, site.put("/a", Reply(bomb, headers={"Content-Encoding": "gzip"})))


def test_a_packed_body_that_is_cut_off_is_not_taken_for_whole(client: Client, site: Site) -> None:
    half = gzip.compress(b"<a> <b> <c> .\n" * 500)[:-20]

    with pytest.raises(SourceError, match="less than it says"):
        _fetch(client, site.put("/a", Reply(half, headers={"Content-Encoding": "gzip"})))


def test_what_was_not_asked_for_is_not_unpacked(client: Client, site: Site) -> None:
    with pytest.raises(SourceError, match="packs its answer as 'br'"):
        _fetch(client, site.put("/a", Reply(b"x", headers={"Content-Encoding": "br"})))


def test_a_body_without_end_is_refused(client: Client, site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n")
        while True:
            handler.wfile.write(b"# and more\n" * 1000)

    with pytest.raises(SourceError, match="more than 200,000 bytes"):
        _fetch(client, site.put("/a", Reply(raw=endless)))


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_byte_now_and_then_does_not_hold_it_up(site: Site, start: bytes) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while True:
            handler.wfile.write(b"#")
            handler.wfile.flush()
            time.sleep(0.05)

    address = site.put("/a", Reply(raw=drip))
    begun = time.monotonic()

    with pytest.raises(SourceError, match="takes too long"):
        exchange(Request(address), Limits(seconds=0.5), allow_private=True)

    assert time.monotonic() - begun < 2


def test_redirects_are_followed_and_have_an_end(client: Client, site: Site) -> None:
    site.put("/c", _GOOD)
    site.put("/b", Reply(status=303, headers={"Location": "c"}))
    address = site.put("/a", Reply(status=301, headers={"Location": "/b"}))
    loop = site.put("/loop", Reply(status=302, headers={"Location": "/loop"}))

    assert _fetch(client, address) == 1
    with pytest.raises(SourceError, match="sends on more than 5 times"):
        _fetch(client, loop)


@pytest.mark.parametrize(
    "there",
    ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:pass@127.0.0.1/"],
)
def test_a_redirect_is_judged_as_a_first_address_is(client: Client, site: Site, there: str) -> None:
    address = site.put("/a", Reply(status=302, headers={"Location": there}))

    with pytest.raises(LdgraphError):
        _fetch(client, address)

    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ("http://10.0.0.1/", "machine of a private network"),
        ("http://169.254.169.254/latest/meta-data/", "never asked"),
    ],
)
def test_a_redirect_to_a_private_machine_is_refused(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch, there: str, told: str
) -> None:
    """The first host is let pass as if it were public; where it sends on to is not."""
    real = addresses.machines

    def machines(where: addresses.Place, *, allow_private: bool) -> list[str]:
        return real(where, allow_private=allow_private or where.host == "127.0.0.1")

    monkeypatch.setattr("ldgraph.harvest.exchange.machines", machines)
    client.allow_private = False
    address = site.put("/a", Reply(status=302, headers={"Location": there}))

    with pytest.raises(SettingError, match=told):
        _fetch(client, address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (refused)
        "2130706433",
        "0x7f.1",
        "017700000001",
        "[fd00::1]",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]",
        "[::ffff:0:7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[fec0::1]",
        "192.0.0.192",
        "224.0.0.1",
    ],
)
def test_private_machines_are_refused_however_they_are_written(client: Client, host: str) -> None:
    client.allow_private = False

    with pytest.raises(LdgraphError) as caught:
        _fetch(client, f"http://{host}:9/")

    assert re.search(
        "private network|of the link|no machine is known|no connection", str(caught.value)
    )
    assert "no connection" not in str(caught.value)


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "0xa9fea9fe", "[::ffff:169.254.169.254]", "[fe80::1]"]
)
def test_machines_of_the_link_are_never_asked(host: str) -> None:
    """Who may ask a server inside is not to be sent on from there to where secrets are told."""
    with pytest.raises(SettingError, match="never asked"):
        addresses.machines(place(f"http://{host}/"), allow_private=True)


def test_public_machines_are_public() -> None:
    assert is_public("193.191.210.1")
    assert is_public("2001:67c:1000::1")
    assert is_public("64:ff9b::193.191.210.1")


def test_a_name_is_looked_up_once_and_connected_to_as_judged(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that says a public address first and this machine next gains nothing."""
    port = int(site.url.rpartition(":")[2])
    answers = [("93.184.216.34", port), ("127.0.0.1", port)]
    asked = []

    def lookup(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        where = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where)]

    connected = []

    def connect(where: tuple[str, int], **_: object) -> socket.socket:
        connected.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    client.allow_private = False

    with pytest.raises(SettingError, match="private network"):
        _fetch(client, f"http://rebind.example:{port}/")

    assert connected == ["93.184.216.34"]
    assert asked == ["rebind.example", "rebind.example"]
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    ["ftp://x.example/", "http:///a", "//x/", "http://x.example/a b", "http://x.example/\nX: y"],
)
def test_what_is_no_address_is_not_asked(address: str) -> None:
    with pytest.raises(SettingError):
        place(address)


def test_odd_characters_in_an_address_are_quoted() -> None:
    assert plain("http://x.example/é?q=ü#frag") == "http://x.example/%C3%A9?q=%C3%BC"
    assert plain("HTTP://X.example:80/a%20b") == "http://x.example/a%20b"


def test_no_message_repeats_a_password_or_key() -> None:
    assert shown("https://u:pw@x.example/a?api_key=geheim&p=1") == (
        "https://x.example/a?api_key=***&p=1"
    )
    with pytest.raises(SettingError) as caught:
        place("https://u:pw@x.example/")
    assert "pw" not in caught.value.message("nl") + str(caught.value)


def test_a_key_goes_to_the_server_of_the_source_alone(client: Client, site: Site) -> None:
    client.key = ("x-api-key", "geheim")
    client.keyed = place(site.url + "/").origin
    other = type(site)()
    try:
        other.put("/b", _GOOD)
        address = site.put("/a", Reply(status=302, headers={"Location": other.url + "/b"}))

        assert _fetch(client, address) == 1
        assert site.asked[0].headers["x-api-key"] == "geheim"
        assert "x-api-key" not in other.asked[0].headers
    finally:
        other.close()


def test_a_pause_is_kept_between_requests(client: Client, site: Site, waits: list[float]) -> None:
    client.pace = type(client.pace)(pause=5, tries=1)
    address = site.put("/a", _GOOD)

    _fetch(client, address)
    _fetch(client, address)

    assert len(waits) == 1
    assert 4 < waits[0] <= 5


def test_a_run_asks_only_so_often(client: Client, site: Site) -> None:
    address = site.put("/a", _GOOD)
    client.limits = Limits(requests=2)
    _fetch(client, address)
    _fetch(client, address)

    with pytest.raises(SourceError, match="enough was asked"):
        _fetch(client, address)


def test_deep_brackets_are_refused(client: Client, site: Site) -> None:
    deep = "<a> <b> " + "[ <b> " * 500 + "<c>" + " ]" * 500 + " ."

    with pytest.raises(SourceError, match="nests 500 brackets"):
        _fetch(client, site.put("/a", turtle(deep)))


@pytest.mark.parametrize("start", ['<a> <b> """x\\"""" ; <b> ', "<a> <b> p:x\\# ; <b> "])
def test_what_is_escaped_hides_no_brackets(client: Client, site: Site, start: str) -> None:
    deep = f'PREFIX p: <p#>\n{start}{"[ <b> " * 500}"d"{" ]" * 500} .'

    with pytest.raises(SourceError, match="nests 500 brackets"):
        _fetch(client, site.put("/a", turtle(deep)))


@pytest.mark.parametrize("form", [ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD])
def test_a_text_without_an_end_is_looked_at_once(form: ox.RdfFormat) -> None:
    begun = time.process_time()

    with pytest.raises(SourceError):
        rdf.parse(b'"' + b'\\"' * 50_000, form, "http://a.example/")

    assert time.process_time() - begun < 5  # of each quote anew, it takes half a minute


def test_brackets_in_texts_are_no_depth(client: Client, site: Site) -> None:
    assert _fetch(client, site.put("/a", turtle(f'<a> <b> "{"[" * 500}" .'))) == 1


def test_deep_json_is_refused(client: Client, site: Site) -> None:
    deep = ('{"http://p.example/":' * 5000 + "1" + "}" * 5000).encode()

    with pytest.raises(SourceError, match="nests 5000 brackets"):
        _fetch(client, site.put("/a", Reply(deep, media_type="application/ld+json")))


def test_a_context_from_elsewhere_is_not_fetched(client: Client, site: Site) -> None:
    context = site.put("/context", Reply(b"{}", media_type="application/ld+json"))
    body = f'{{"@context": "{context}", "@id": "http://a.example/", "b": "c"}}'.encode()

    with pytest.raises(SourceError, match="context from elsewhere"):
        _fetch(client, site.put("/a", Reply(body, media_type="application/ld+json")))

    assert site.paths() == ["/a"]


def test_names_that_are_no_iris_are_told_and_the_rest_is_read() -> None:
    body = (
        b"<http://a.example/ b> <http://p.example/> 1 .\n"
        rb"<http://a.example/> <http://p.example/> <http://c\u003E.example/\u000A> , 2 ."
    )

    said = rdf.read(body, "text/turtle", "http://base.example/")

    assert len(said.quads) == 1
    assert said.wrong == ("http://a.example/ b", "http://c>.example/\n")


def test_a_certificate_that_nobody_vouches_for_is_refused(client: Client, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answering = threading.Thread(target=_shake_hands, args=(server, context))
        answering.start()

        with pytest.raises(SourceError, match="certificate that is not trusted"):
            _fetch(client, f"https://localhost:{port}/")

        answering.join()


def _shake_hands(server: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = server.accept()
    with contextlib.suppress(OSError), connection:
        context.wrap_socket(connection, server_side=True).close()
