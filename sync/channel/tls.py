"""TLS 1.3 with a certificate that lives as long as the process and names nobody.

TLS gives secrecy, and a certificate hash that both ends see; who the other end is, is proved inside it and bound to
that hash (``authenticate.py``). The machine is sans-I/O: bytes in, bytes out. ``StreamWriter.start_tls`` is not used:
it hangs when the ClientHello has already been read, on Python 3.11 its back-pressure acts on the wrong transport, and
it cannot end one direction first, without which our last words may be lost.
"""

from __future__ import annotations

import hashlib
import secrets
import ssl
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from idos_p2p.errors import BugError, PeerFault
from sync.protocol.limits import READ_BYTES

# The same dates for everyone: a real one would tell when this program was started.
_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_UNTIL = datetime(2100, 1, 1, tzinfo=UTC)


class EphemeralCertificate:
    """The server's certificate of one process, and its key, which exists nowhere else."""

    def __init__(self, der: bytes, context: ssl.SSLContext) -> None:
        self.der = der
        self.hash = hashlib.sha256(der).digest()
        self.context = context

    @classmethod
    def create(cls) -> EphemeralCertificate:
        """Return a new certificate with a P-256 key. Blocks some 10 ms and writes a temporary file: not in the loop."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _self_signed(key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _only_tls_1_3(context)
        context.num_tickets = 0  # a ticket would let a second connection do without this certificate
        _load(context, certificate, key)
        return cls(certificate.public_bytes(serialization.Encoding.DER), context)


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, secrets.token_hex(8))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(_VALID_FROM).not_valid_after(_VALID_UNTIL).sign(key, hashes.SHA256())


def _load(context: ssl.SSLContext, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    """Hand the key to OpenSSL, which takes it from a file only: encrypted there, under a password never written."""
    password = secrets.token_bytes(32).hex().encode()
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password),
    )
    with tempfile.TemporaryDirectory(prefix="idos-") as folder:
        path = Path(folder, "certificate.pem")
        path.write_bytes(pem)
        context.load_cert_chain(path, password=password)


def _only_tls_1_3(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.maximum_version = ssl.TLSVersion.TLSv1_3


def client_context() -> ssl.SSLContext:
    """Return the context of a dialling end, which accepts any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _only_tls_1_3(context)
    context.check_hostname = False
    # Nothing is verified here on purpose: the certificate is new at each start and names nobody. Its hash
    # (TlsMachine.server_hash) is under every mark and signature of authenticate.py, without which there is no Channel.
    context.verify_mode = ssl.CERT_NONE
    return context


class TlsMachine:
    """One end of one TLS connection, in memory."""

    def __init__(self, context: ssl.SSLContext, *, server_side: bool) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=server_side)

    def receive(self, data: bytes) -> None:
        """Take bytes from the network."""
        self._incoming.write(data)

    def data_to_send(self) -> bytes:
        """Return the bytes for the network that have gathered since the last call."""
        return self._outgoing.read()

    def handshake(self) -> bool:
        """Go on with the handshake; say whether it is done. Raises PeerFault("not_tls") at anything but TLS 1.3."""
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            raise PeerFault("not_tls", cause=error.reason or "unknown") from error
        return True

    def server_hash(self) -> bytes:
        """Return SHA-256 of the server's certificate, as this dialling end saw it."""
        der = self._tls.getpeercert(binary_form=True)
        if der is None:
            raise BugError("no_certificate")
        return hashlib.sha256(der).digest()

    def encrypt(self, data: bytes) -> None:
        """Queue what the peer shall read."""
        self._tls.write(data)

    def decrypt(self) -> bytes:
        """Return everything that can be read of what has arrived; empty when more is needed.

        Raises PeerFault: peer_closed at the peer's polite end, tls_broken when a byte was altered on its way.
        """
        pieces = []
        ended = False
        try:
            while piece := self._tls.read(READ_BYTES):
                pieces.append(piece)
            ended = True  # the empty read is the peer's close_notify
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            ended = True
        except ssl.SSLError as error:
            raise PeerFault("tls_broken", cause=error.reason or "unknown") from error
        if ended and not pieces:
            raise PeerFault("peer_closed", step="session")
        return b"".join(pieces)

    def say_goodbye(self) -> None:
        """Queue our polite end (close_notify); the peer's own is not awaited here."""
        try:
            self._tls.unwrap()
        except ssl.SSLError:
            # WantRead: ours is queued, theirs has not come. Any other: the connection is broken, and ends all the same.
            return
