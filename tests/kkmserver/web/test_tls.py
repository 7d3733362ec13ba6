import asyncio
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID

from kkmserver.config import Server
from kkmserver.web.tls import local_names, make_certificates
from tests.kkmserver.web.running import running, settings

NAMES = ["localhost", "127.0.0.1", "::1", "Pos1", "касса", "192.168.1.50", "not a name", "", "localhost"]


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_handshake_verified_against_the_authority(tmp_path: Path, host: str) -> None:
    made = make_certificates(tmp_path, local_names(), datetime.now(UTC))
    server = Server(port=0, tls_certificate=str(made.certificate), tls_key=str(made.key))
    trusting = ssl.create_default_context(cafile=made.authority)
    trusting.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
    with running(settings(server=server)) as port:
        with httpx.Client(verify=trusting, trust_env=False) as client:
            answer = client.post(f"https://{host}:{port}/Execute", content=b"{}")
            assert (answer.status_code, answer.json()["role"]) == (200, "user")
            assert client.get(f"https://{host}:{port}/devices", headers={"Origin": f"https://{host}:{port}"}).is_success
        with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY"):
            stranger.get(f"https://{host}:{port}/")


def test_a_name_that_is_not_in_the_certificate_is_refused(tmp_path: Path) -> None:
    made = make_certificates(tmp_path, ["pos1"], datetime.now(UTC))

    async def main() -> None:
        ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        ours.load_cert_chain(made.certificate, made.key)
        listener = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=ours)
        port = listener.sockets[0].getsockname()[1]
        trusting = ssl.create_default_context(cafile=made.authority)
        async with listener:
            _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting, server_hostname="pos1")
            writer.close()
            await writer.wait_closed()
            with pytest.raises(ssl.SSLCertVerificationError):
                await asyncio.open_connection("127.0.0.1", port, ssl=trusting, server_hostname="pos2")

    asyncio.run(main())


def test_what_the_certificates_say(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    made = make_certificates(tmp_path, NAMES, now)
    authority, server = read(made.authority), read(made.certificate)
    assert made.names == ("localhost", "127.0.0.1", "::1", "pos1", "xn--80aa2a3aa", "192.168.1.50")
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "pos1", "xn--80aa2a3aa"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1", "192.168.1.50"]
    assert server.not_valid_after_utc - server.not_valid_before_utc <= timedelta(days=825)
    usage = server.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)
    assert not server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    for certificate in (authority, server):
        key = certificate.public_key()
        assert isinstance(key, EllipticCurvePublicKey)
        assert isinstance(key.curve, SECP256R1)


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = make_certificates(tmp_path, NAMES, datetime.now(UTC))
    for path in (made.key, tmp_path / "kkmserver-ca.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {
        "kkmserver-ca.crt",
        "kkmserver-ca.key",
        "kkmserver.crt",
        "kkmserver.key",
    }


def test_the_authority_is_made_once(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    first = make_certificates(tmp_path, NAMES, now)
    before, old = first.authority.read_bytes(), first.key.read_bytes()
    second = make_certificates(tmp_path, [*NAMES, "pos2"], now)
    assert (first.made_authority, second.made_authority) == (True, False)
    assert second.authority.read_bytes() == before
    assert second.key.read_bytes() != old
    assert "pos2" in second.names


def test_an_authority_about_to_end_is_replaced_and_never_outlived(tmp_path: Path) -> None:
    begin = datetime.now(UTC)
    make_certificates(tmp_path, NAMES, begin)
    late = make_certificates(tmp_path, NAMES, begin + timedelta(days=3000))
    assert not late.made_authority
    assert late.until == read(late.authority).not_valid_after_utc
    assert make_certificates(tmp_path, NAMES, begin + timedelta(days=3640)).made_authority


def test_half_of_an_authority_is_not_replaced_in_silence(tmp_path: Path) -> None:
    made = make_certificates(tmp_path, NAMES, datetime.now(UTC))
    (tmp_path / "kkmserver-ca.key").unlink()
    with pytest.raises(ValueError, match=r"kkmserver-ca\.key"):
        make_certificates(tmp_path, NAMES, datetime.now(UTC))
    (tmp_path / "kkmserver-ca.key").write_bytes(made.key.read_bytes())
    with pytest.raises(ValueError, match="ключ не от"):
        make_certificates(tmp_path, NAMES, datetime.now(UTC))


def test_names_of_this_computer() -> None:
    assert {"localhost", "127.0.0.1", "::1"} <= set(local_names())
