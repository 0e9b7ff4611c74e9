"""Which addresses are asked, and which machine that means: looked up once, and connected to there.

A source names addresses: in redirects, in links to its next page. None of them may make us speak to
a machine of our own network. What a name stands for is looked up once; the connection goes to what
was judged, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ldgraph.harvest.errors import PassingError, SettingError, shown

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000
#: Characters that stand in an address as they are; others are quoted.
_PLAIN = "/:?#[]@!$&'()*+,;=%~-._"
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: All that is given out of IPv6 for the internet (RFC 4291): no machine elsewhere is of it, though
#: ``is_global`` lets some pass, of which a translator makes an address of a private network.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
#: For protocols (RFC 6890): some clouds tell secrets to their machines there.
_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Place(NamedTuple):
    """An address in parts, and nothing in it that is a secret."""

    scheme: str
    host: str
    port: int
    #: Path and query, as they go into the request.
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """What has to be equal for two addresses to be of one server."""
        return self.scheme, self.host, self.port

    @property
    def host_header(self) -> str:
        """What the ``Host`` header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if _PORTS[self.scheme] == self.port else f"{host}:{self.port}"


def place(address: str) -> Place:
    """Take an address apart.

    Raises:
        SettingError: It is not http or https, has a user name, or is no address.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host.encode("idna" if not host.isascii() else "ascii")
    except ValueError:
        raise _refused(address, "no address", "geen adres") from None
    if parts.scheme not in _PORTS:
        raise _refused(address, "only http and https are asked", "alleen http en https kunnen")
    if "@" in parts.netloc:
        raise _refused(
            address,
            "a user name or password stands in no address: see 'header' in the settings",
            "een gebruikersnaam of wachtwoord staat niet in een adres: zie 'header' in de "
            "instellingen",
        )
    wrong = re.search(r"[\x00-\x20\x7f\\]", address)
    if not host or wrong or len(address) > _LONGEST:
        raise _refused(address[:200], "no address", "geen adres")
    if not host.isascii():
        host = host.encode("idna").decode()
    path = quote(parts.path or "/", safe=_PLAIN)
    query = quote(parts.query, safe=_PLAIN)
    target = path + (f"?{query}" if query else "")
    return Place(parts.scheme, host.lower(), port or _PORTS[parts.scheme], target)


def _refused(address: str, why: str, dutch: str) -> SettingError:
    return SettingError(f"'{shown(address)}': {why}", f"'{shown(address)}': {dutch}")


def plain(address: str) -> str:
    """Write an address in one way, without its fragment: to tell whether two are the same."""
    where = place(address)
    return f"{where.scheme}://{where.host_header}{where.target}"


def joined(base: str, reference: str) -> str:
    """Make a reference absolute, without its fragment.

    Raises:
        SettingError: It is none.
    """
    try:
        return urlunsplit((*urlsplit(urljoin(base, reference))[:4], ""))
    except ValueError:
        raise _refused(reference[:200], "no address", "geen adres") from None


def machines(where: Place, *, allow_private: bool) -> list[str]:
    """Look up which machines a host stands for, once.

    Raises:
        PassingError: The name cannot be looked up.
        SettingError: One of them is of a private network, and that is not allowed; or it is one
            of the link itself, where clouds tell a machine its secrets: that is never asked.
    """
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PassingError(
            f"no machine is known as '{where.host}'", f"geen toestel heet '{where.host}'"
        ) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for one in addresses:
        if is_of_link(one):
            raise SettingError(
                f"'{where.host}' is a machine of the link itself ({one}): never asked",
                f"'{where.host}' is een toestel van de verbinding zelf ({one}): nooit gevraagd",
            )
    if not allow_private:
        for one in addresses:
            if not is_public(one):
                raise SettingError(
                    f"'{where.host}' is a machine of a private network ({one}): asked only with "
                    "--allow-private",
                    f"'{where.host}' is een toestel van een privaat netwerk ({one}): alleen met "
                    "--allow-private",
                )
    return addresses


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the internet, whichever way it is written.

    >>> is_public("64:ff9b::169.254.169.254"), is_public("127.0.0.1"), is_public("93.184.216.34")
    (False, False, True)
    """
    try:
        one: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_of_internet, (one, *_inside(one))))


def is_of_link(address: str) -> bool:
    """Say whether an IP address is one that only holds on the link (169.254.0.0/16, fe80::/10).

    >>> is_of_link("::ffff:169.254.169.254"), is_of_link("127.0.0.1")
    (True, False)
    """
    try:
        one: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(each.is_link_local for each in (one, *_inside(one)))


def _is_of_internet(one: _Address) -> bool:
    if isinstance(one, ipaddress.IPv4Address):
        given_out = one not in _PROTOCOLS
    else:
        given_out = one in _GIVEN_OUT or one in _NAT64
    return given_out and one.is_global and not one.is_multicast


def _inside(one: _Address) -> list[_Address]:
    """Give the IPv4 addresses that an IPv6 address leads to."""
    if not isinstance(one, ipaddress.IPv6Address):
        return []
    found: list[_Address] = [each for each in (one.ipv4_mapped, one.sixtofour) if each]
    if one.teredo:
        found += one.teredo
    if one in _NAT64:
        found.append(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF))
    return found
