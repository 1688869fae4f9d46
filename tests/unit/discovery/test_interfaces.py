from __future__ import annotations

from ipaddress import IPv4Network

import pytest

from sync.discovery.interfaces import Interface, is_near, list_interfaces, worth_using
from sync.discovery.network_kind import Kind, kind_in
from sync.protocol.limits import MAX_ENDPOINTS

LOOPBACK = Interface("lo", "lo", ("127.0.0.1", "::1"))
WIFI = Interface("wlan0", "wlan0", ("192.168.1.7", "fe80::1%3"))
CABLE = Interface("eth0", "eth0", ("169.254.10.1", "fe80::2%2"))
DOCKER = Interface("docker0", "docker0", ("172.17.0.1",))
TUNNEL = Interface("tun0", "tun0", ("10.8.0.2",))
WINDOWS_TUNNEL = Interface("{4A1B}", "WireGuard Tunnel", ("10.9.0.2",))


def test_the_real_network_is_used_and_nothing_else() -> None:
    assert worth_using([LOOPBACK, DOCKER, CABLE, WIFI, TUNNEL, WINDOWS_TUNNEL]) == ("192.168.1.7",)


def test_two_real_networks_are_both_used() -> None:
    ethernet = Interface("enp3s0", "enp3s0", ("10.0.0.5",))
    assert worth_using([WIFI, ethernet]) == ("10.0.0.5", "192.168.1.7")


def test_tunnels_are_used_when_nothing_better_is_left() -> None:
    assert worth_using([LOOPBACK, CABLE, TUNNEL, WINDOWS_TUNNEL]) == ("10.8.0.2", "10.9.0.2")


def test_a_bare_cable_between_two_laptops_is_a_network() -> None:
    assert worth_using([LOOPBACK, CABLE]) == ("169.254.10.1",)


def test_ipv6_alone_is_a_network() -> None:
    assert worth_using([LOOPBACK, Interface("eth0", "eth0", ("fe80::2%2", "2001:db8::5"))]) == ("fe80::2%2",)


def test_loopback_is_never_chosen_for_us() -> None:
    assert worth_using([LOOPBACK]) == ()
    assert worth_using([]) == ()


def test_the_order_in_which_the_system_lists_them_changes_nothing() -> None:
    both = [WIFI, Interface("enp3s0", "enp3s0", ("10.0.0.5",))]
    assert worth_using(both) == worth_using(both[::-1])


def test_no_more_addresses_than_an_advertisement_holds() -> None:
    many = Interface("eth0", "eth0", tuple(f"10.0.0.{number}" for number in range(1, 30)))
    assert len(worth_using([many])) == MAX_ENDPOINTS


def test_this_computer_s_own_interfaces_can_be_listed() -> None:
    assert any("127.0.0.1" in interface.hosts for interface in list_interfaces())


@pytest.mark.parametrize("host", ["192.168.1.99", "fe80::1%3", "169.254.1.1"])
def test_who_needs_no_router_is_near(host: str) -> None:
    assert is_near(host, [IPv4Network("192.168.1.0/24")])


@pytest.mark.parametrize("host", ["192.168.2.1", "82.64.1.2", "2001:db8::1", "portable.local"])
def test_anybody_else_is_not_near(host: str) -> None:
    assert not is_near(host, [IPv4Network("192.168.1.0/24")])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Public\r\n", Kind.PUBLIC),
        ("Private\r\nPublic\r\n", Kind.PUBLIC),
        ("Private\r\n", Kind.OPEN),
        ("DomainAuthenticated\r\n", Kind.OPEN),
        ("0\n", Kind.PUBLIC),
        ("", Kind.UNASKED),
        ("Le terme n'est pas reconnu", Kind.UNASKED),
    ],
)
def test_what_windows_says_of_its_networks_is_read(said: str, kind: Kind) -> None:
    assert kind_in(said) is kind
