from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import RefusedError
from sync.discovery.addresses import Endpoint, is_dialable, port_on

LAN = ["192.168.1.7"]


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("192.168.1.7:4242", Endpoint("192.168.1.7", 4242)),
        (" portable-ana.local:1 ", Endpoint("portable-ana.local", 1)),
        ("[fe80::1%eth0]:65535", Endpoint("fe80::1%eth0", 65_535)),
        ("[::1]:80", Endpoint("::1", 80)),
    ],
)
def test_a_typed_endpoint_is_read_and_written_back(text: str, endpoint: Endpoint) -> None:
    assert Endpoint.parse(text) == endpoint
    assert Endpoint.parse(str(endpoint)) == endpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "host",
        "host:",
        ":80",
        "host:0",
        "host:65536",
        "host:99999",
        "host:-1",
        "host:8o",
        "host:٣",
        "::1:80",
        "[::1]",
        "[host]:80",
        "[::1:80",
        "ho st:80",
        "-host:80",
        "http://host:80",
        "host:80\nx:80",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="endpoint_unreadable"):
        Endpoint.parse(text)


def test_a_name_longer_than_any_is_refused() -> None:
    with pytest.raises(RefusedError, match="endpoint_unreadable"):
        Endpoint.parse("a" * 254 + ":80")


def test_any_free_port_is_for_listening_only() -> None:
    assert Endpoint.parse("127.0.0.1:0", lowest_port=0) == Endpoint("127.0.0.1", 0)


@given(st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with suppress(RefusedError):
        assert 0 < Endpoint.parse(text).port <= 65_535


@pytest.mark.parametrize(
    "host", ["224.0.0.251", "0.0.0.0", "255.255.255.255", "ff02::fb", "::", "nobody", "", "127.0.0.1"]
)
def test_a_stranger_cannot_make_us_dial_what_is_no_neighbour(host: str) -> None:
    assert not is_dialable(host, LAN)


@pytest.mark.parametrize("host", ["192.168.1.8", "10.0.0.1", "169.254.3.4", "82.64.1.2", "fe80::2%3"])
def test_a_neighbour_may_be_dialled(host: str) -> None:
    assert is_dialable(host, LAN)


def test_loopback_is_dialled_from_loopback() -> None:
    assert is_dialable("127.0.0.1", ["127.0.0.1"])


def test_a_port_is_the_same_each_time_on_one_network_and_another_on_another() -> None:
    secret, other = b"s" * 16, b"o" * 16
    ports = [port_on(f"10.0.{number}.0/24", secret) for number in range(50)]
    assert ports == [port_on(f"10.0.{number}.0/24", secret) for number in range(50)]
    assert len(set(ports)) > 45
    assert all(49_152 <= port <= 65_535 for port in ports)
    assert ports[0] != port_on("10.0.0.0/24", other)
