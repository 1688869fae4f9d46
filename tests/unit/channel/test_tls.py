from __future__ import annotations

import socket
import ssl

import pytest
from cryptography import x509

from idos_p2p.errors import PeerFault
from sync.channel.tls import EphemeralCertificate, TlsMachine, client_context


@pytest.fixture(scope="module")
def certificate() -> EphemeralCertificate:
    return EphemeralCertificate.create()


def bring_up(client: TlsMachine, server: TlsMachine) -> None:
    done = [False, False]
    while not all(done):
        done[0] = client.handshake()
        server.receive(client.data_to_send())
        done[1] = server.handshake()
        client.receive(server.data_to_send())


def pair(certificate: EphemeralCertificate) -> tuple[TlsMachine, TlsMachine]:
    client = TlsMachine(client_context(), server_side=False)
    server = TlsMachine(certificate.context, server_side=True)
    bring_up(client, server)
    return client, server


def test_both_ends_see_the_same_certificate_hash(certificate: EphemeralCertificate) -> None:
    client, _ = pair(certificate)
    assert client.server_hash() == certificate.hash


def test_what_is_said_arrives_and_the_polite_end_is_seen(certificate: EphemeralCertificate) -> None:
    client, server = pair(certificate)
    client.encrypt(b"bonjour" * 10_000)
    client.say_goodbye()
    server.receive(client.data_to_send())
    assert server.decrypt() == b"bonjour" * 10_000
    with pytest.raises(PeerFault, match="peer_closed"):
        server.decrypt()


def test_a_byte_altered_on_its_way_ends_the_connection(certificate: EphemeralCertificate) -> None:
    client, server = pair(certificate)
    client.encrypt(b"bonjour")
    sent = bytearray(client.data_to_send())
    sent[-1] ^= 1
    server.receive(bytes(sent))
    with pytest.raises(PeerFault, match="tls_broken"):
        server.decrypt()


@pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\n\r\n", bytes(64), b"\x16\x03\x01\x00\x05hello"])
def test_what_is_not_tls_is_refused(certificate: EphemeralCertificate, garbage: bytes) -> None:
    server = TlsMachine(certificate.context, server_side=True)
    server.receive(garbage)
    with pytest.raises(PeerFault, match="not_tls"):
        server.handshake()


def test_an_older_tls_is_refused(certificate: EphemeralCertificate) -> None:
    context = client_context()
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    client = TlsMachine(context, server_side=False)
    server = TlsMachine(certificate.context, server_side=True)
    with pytest.raises(PeerFault, match="not_tls"):
        bring_up(client, server)


def test_no_ticket_is_given(certificate: EphemeralCertificate) -> None:
    client, server = pair(certificate)
    assert certificate.context.num_tickets == 0
    assert server.data_to_send() == b""
    assert client.decrypt() == b""


def test_the_certificate_names_neither_computer_nor_moment() -> None:
    first, second = EphemeralCertificate.create(), EphemeralCertificate.create()
    parsed = [x509.load_der_x509_certificate(one.der) for one in (first, second)]
    assert parsed[0].subject != parsed[1].subject
    assert first.hash != second.hash
    assert socket.gethostname().encode() not in first.der
    assert parsed[0].not_valid_before_utc == parsed[1].not_valid_before_utc
