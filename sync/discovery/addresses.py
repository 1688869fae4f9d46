"""Where a peer listens: typed by a person, or read from an advertisement. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import AddressValueError, IPv6Address, ip_address
from typing import NamedTuple

from idos_p2p.errors import RefusedError
from idos_p2p.labels import Label, keyed

_MAX_PORT = 65_535
_FREE_PORTS = range(49_152, _MAX_PORT + 1)  # that nobody is given by name (RFC 6335 §6)
_MAX_HOST_CHARACTERS = 253  # of a DNS name
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_NUMBER = re.compile(r"[0-9]{1,5}")


class Endpoint(NamedTuple):
    """A host (a name, or an IP address, with its scope for link-local IPv6) and a TCP port."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @classmethod
    def parse(cls, text: str, *, lowest_port: int = 1) -> Endpoint:
        """Return what ``HOST:PORT`` or ``[IPv6]:PORT`` says; ``lowest_port=0`` allows "any free port", to listen at.

        Raises RefusedError("endpoint_unreadable").
        """
        host, colon, port = text.strip().rpartition(":")
        if not colon or not _NUMBER.fullmatch(port) or not lowest_port <= int(port) <= _MAX_PORT:
            raise RefusedError("endpoint_unreadable", text=text)
        if host.startswith("[") and host.endswith("]"):
            try:
                return cls(str(IPv6Address(host[1:-1])), int(port))
            except AddressValueError as error:
                raise RefusedError("endpoint_unreadable", text=text) from error
        if len(host) > _MAX_HOST_CHARACTERS or not _NAME.fullmatch(host):
            raise RefusedError("endpoint_unreadable", text=text)
        return cls(host, int(port))


ANYWHERE = Endpoint("0.0.0.0", 0)  # noqa: S104  # the others of the room must be able to come in


def is_dialable(host: str, from_hosts: Iterable[str]) -> bool:
    """Say whether an address that a stranger advertises may be dialled by one who listens at these addresses.

    Loopback only from loopback: nobody in the room can make us dial a service of our own computer.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if address.is_loopback:
        return any(ip_address(ours).is_loopback for ours in from_hosts)
    return not (address.is_multicast or address.is_unspecified or address.is_reserved)


def port_on(network: str, secret: bytes) -> int:
    """Return the port to listen at on a network: the same each time, so that others find us where they met us.

    Another one on each network: whoever watches two networks cannot tell by it that the same computer was on both.
    ``secret`` is this installation's own.
    """
    chosen = int.from_bytes(keyed(Label.LISTENING_PORT, secret, network.encode())[:8], "big")
    return _FREE_PORTS[chosen % len(_FREE_PORTS)]
