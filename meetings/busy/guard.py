"""Which addresses may be opened for somebody who typed them: those of the open internet, no others.

A name is resolved once, every answer must lie outside, and exactly that address is connected to:
no second look-up could lead inward. Here are decisions; the connection itself is `wire.py`.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from meetings.settings import Settings

#: A name and a port to the addresses behind them; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

HTTPS = 443
#: RFC 6052: an IPv4 address in its last 32 bits, and the same for private use (RFC 8215).
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
#: Global by the registry, but something else in practice: protocol assignments, the relays of
#: 6to4, and the address under which one cloud's machines find their own host.
NOT_OUTSIDE = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
)
LAST_32_BITS = 0xFFFFFFFF

NO_ADDRESS = "Please give the whole address, beginning with https:// or webcal://."
NOT_SAFE = "The address must begin with https://, so that nobody on the way can read it."
NAMES_INSIDE = "Please take the name and the password out of the address and use their own fields."
ODD_PORT = "Only the usual port of https (443) is opened. Take the port out of the address."
UNKNOWN_NAME = "There is no server under this name. Check the spelling of the address."
INWARD = "This address is not on the open internet, so it is not opened. Ask the operator."
NO_CALDAV = (
    "This server is not on the operator's list of CalDAV servers. Ask the operator to add it."
)


class NotReached(OSError):  # noqa: N818  named for what was found
    """A calendar could not be fetched. The sentence says why and what to do."""


def system_addresses(host: str, port: int) -> Sequence[str]:
    """What this machine's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the operator permits beside the open internet."""

    #: "host" or "host:port": a server of the district's own network, also without TLS.
    inside: frozenset[str] = frozenset()
    #: Hosts, their subdomains with them, that a password may be sent to by CalDAV.
    caldav: frozenset[str] = frozenset()
    #: A file with the district's own certificate authority; "" is the system's alone.
    authorities: str = ""
    resolve: Resolve = system_addresses


def reach_of(settings: Settings) -> Reach:
    """As the operator has set it: lists of hosts, apart by commas, and a file of authorities."""
    said = msgspec.structs.asdict(settings)
    return Reach(
        inside=_hosts(said.get("calendar_hosts_inside", "")),
        caldav=_hosts(said.get("caldav_hosts", "")),
        authorities=said.get("calendar_authorities", ""),
    )


def _hosts(text: str) -> frozenset[str]:
    return frozenset(one.strip().lower() for one in text.split(",") if one.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be opened: the name for TLS and Host, the places for the connection."""

    tls: bool
    host: str
    port: int
    #: Path and query, as they stand in the request.
    path: str
    addresses: tuple[str, ...]

    @property
    def origin(self) -> tuple[bool, str, int]:
        return self.tls, self.host, self.port

    @property
    def url(self) -> str:
        scheme = "https" if self.tls else "http"
        usual = HTTPS if self.tls else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}{'' if self.port == usual else f':{self.port}'}{self.path}"


def wellformed(url: str, reach: Reach) -> Target:
    """The address taken apart, before anybody is asked for it: `addresses` is empty.

    Raises NotReached.
    """
    parts = _split(_as_https(url))
    host = _plain_name(parts)
    tls = parts.scheme == "https"
    port = _port(parts) or (HTTPS if tls else 80)
    permitted = _is_inside(host, port, reach)
    if not tls and not permitted:
        raise NotReached(NOT_SAFE)
    if port != HTTPS and not permitted:
        raise NotReached(ODD_PORT)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(tls=tls, host=host, port=port, path=path, addresses=())


def _as_https(url: str) -> str:
    text = url.strip()
    scheme, colon, rest = text.partition(":")
    return f"https:{rest}" if colon and scheme.lower() in ("webcal", "webcals") else text


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as wrong:
        raise NotReached(NO_ADDRESS) from wrong
    if parts.scheme not in ("http", "https") or not host or not url.isascii() or " " in url:
        raise NotReached(NO_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise NotReached(NAMES_INSIDE)
    return parts


def _plain_name(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as wrong:
        raise NotReached(NO_ADDRESS) from wrong


def _is_inside(host: str, port: int, reach: Reach) -> bool:
    return host in reach.inside or f"{host}:{port}" in reach.inside


def target(url: str, reach: Reach) -> Target:
    """The address with the places it leads to, each of them looked at. Raises NotReached."""
    bare = wellformed(url, reach)
    try:
        found = tuple(dict.fromkeys(reach.resolve(bare.host, bare.port)))
    except (OSError, UnicodeError) as wrong:
        raise NotReached(UNKNOWN_NAME) from wrong
    if not found:
        raise NotReached(UNKNOWN_NAME)
    outside = all(is_outside(one) for one in found)
    if not outside and not _is_inside(bare.host, bare.port, reach):
        raise NotReached(INWARD)
    return Target(tls=bare.tls, host=bare.host, port=bare.port, path=bare.path, addresses=found)


def onward(came_from: Target, location: str, reach: Reach) -> Target:
    """Where a redirect leads, looked at like any other address. Raises NotReached."""
    return target(urljoin(came_from.url, location), reach)


def demand_caldav(url: str, reach: Reach) -> None:
    """Raises NotReached for a server that the operator did not name."""
    host = wellformed(url, reach).host
    if not any(host == one or host.endswith(f".{one}") for one in reach.caldav):
        raise NotReached(NO_CALDAV)


def is_outside(text: str) -> bool:
    """True for an address of the open internet, whatever it is wrapped in."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = _carried(address)
        if inner is not None:
            return is_outside(str(inner))
        if address.is_site_local or address.scope_id:
            return False
    elif any(address in network for network in NOT_OUTSIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that this one only carries: mapped, 6to4, Teredo, NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in NAT64):
        return IPv4Address(int(address) & LAST_32_BITS)
    return None
