"""Certificates for HTTPS in a shop's network: a local authority made once, and a server certificate from it."""

import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the library costs a tenth of a second; only this command needs it
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

AUTHORITY = "kkmserver-ca.crt"  # the root certificate, beside the server's
_AUTHORITY_DAYS = 3650
_SERVER_DAYS = 820  # browsers refuse more than 825
_EARLIER = timedelta(days=1)  # clocks of tills go wrong


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files of one folder; `made_authority` tells whether the authority is new and has to be trusted."""

    authority: Path
    certificate: Path
    key: Path
    names: tuple[str, ...]
    until: datetime
    made_authority: bool


def make_certificates(folder: Path, names: Iterable[str], now: datetime) -> Certificates:
    """Make the server's key and certificate anew, and the authority if there is none or it is about to end.

    `names`: host names and addresses; those no certificate can hold are left out. Raises OSError, ValueError when the
    authority's files are damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in (AUTHORITY, "kkmserver-ca.key", "kkmserver.crt", "kkmserver.key")]
    authority_file, authority_key_file, certificate_file, key_file = files
    authority = _existing(authority_file, authority_key_file, now)
    made = authority is None
    if authority is None:
        authority = _make_authority(now)
        _write_key(authority_key_file, authority[1])
        authority_file.write_bytes(_pem(authority[0]))
    usable = tuple(dict.fromkeys(name for raw in names if (name := _usable(raw))))
    certificate, key = _make_server(authority, usable, now)
    _write_key(key_file, key)
    certificate_file.write_bytes(_pem(certificate) + _pem(authority[0]))
    return Certificates(authority_file, certificate_file, key_file, usable, certificate.not_valid_after_utc, made)


def local_names() -> list[str]:
    """localhost, the loopback addresses, this computer's name and its addresses in the network."""
    host = socket.gethostname()
    found = ["localhost", "127.0.0.1", "::1", host, *([] if "." in host else [f"{host}.local"])]
    with suppress(OSError):  # the computer may not know its own name; the route below still tells
        found += [str(info[4][0]) for info in socket.getaddrinfo(host, None)]
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))  # a datagram socket sends nothing here, it only picks its own address
                found.append(probe.getsockname()[0])
        except OSError:
            continue
    return [name for name in found if not _is_link_local(name)]


Authority = tuple["x509.Certificate", "EllipticCurvePrivateKey"]


def _existing(certificate: Path, key: Path, now: datetime) -> Authority | None:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if not certificate.exists() and not key.exists():
        return None
    if not certificate.exists() or not key.exists():
        missing = key if certificate.exists() else certificate
        raise ValueError(f"нет файла {missing.name}: верните его или удалите и второй, тогда всё будет сделано заново")
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    secret = load_pem_private_key(key.read_bytes(), None)
    if not isinstance(secret, EllipticCurvePrivateKey) or secret.public_key() != found.public_key():
        raise ValueError(f"{key.name} – ключ не от {certificate.name}; удалите оба, чтобы сделать заново")
    return (found, secret) if found.not_valid_after_utc - now > timedelta(days=30) else None


def _make_authority(now: datetime) -> Authority:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    title = f"KkmServer local CA {os.urandom(3).hex()}"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = _builder(name, name, key, now, now + timedelta(days=_AUTHORITY_DAYS))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    builder = builder.add_extension(identifier, critical=False)
    return _sign(builder, key), key


def _make_server(authority: Authority, names: tuple[str, ...], now: datetime) -> Authority:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    issuer, issuer_key = authority
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "KkmServer")])
    until = min(now + timedelta(days=_SERVER_DAYS), issuer.not_valid_after_utc)
    builder = _builder(issuer.subject, subject, key, now, until)
    above = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName([_general_name(name) for name in names]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above), False),
    ]
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return _sign(builder, issuer_key), key


def _builder(
    issuer: "x509.Name", subject: "x509.Name", key: "EllipticCurvePrivateKey", now: datetime, until: datetime
) -> "x509.CertificateBuilder":
    from cryptography import x509

    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(now - _EARLIER).not_valid_after(until)


def _sign(builder: "x509.CertificateBuilder", key: "EllipticCurvePrivateKey") -> "x509.Certificate":
    from cryptography.hazmat.primitives.hashes import SHA256

    return builder.sign(key, SHA256())


def _usage(*, authority: bool) -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _usable(name: str) -> str:
    """The name as a certificate spells it, "" if it cannot: Cyrillic names go as IDNA, nonsense is dropped."""
    name = name.strip().rstrip(".").partition("%")[0]
    if isinstance(_parsed(name), IPv4Address | IPv6Address):
        return str(_parsed(name))
    try:
        spelt = name.lower().encode("idna").decode()
    except UnicodeError:
        return ""
    return spelt if spelt.replace("-", "").replace(".", "").isalnum() else ""


def _general_name(name: str) -> "x509.GeneralName":
    from cryptography import x509

    address = _parsed(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _parsed(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _is_link_local(name: str) -> bool:
    address = _parsed(name.partition("%")[0])
    return address is not None and address.is_link_local


def _pem(certificate: "x509.Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _write_key(path: Path, key: "EllipticCurvePrivateKey") -> None:
    """Readable by its owner alone from the first byte on."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)
