"""What a certificate file says of itself."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kkmserver.web.tls import AUTHORITY


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    file: Path
    names: tuple[str, ...]
    until: datetime
    authority: Path | None  # the root certificate that lies beside it

    def shown(self) -> dict[str, Any]:
        return {
            "file": str(self.file),
            "names": list(self.names),
            "until": self.until.isoformat(timespec="milliseconds"),
            "authority": self.authority is not None,
        }


def read(file: str) -> CertificateFacts | None:
    """None where there is none, or nobody can read it. The library costs a tenth of a second: call it in a thread."""
    from cryptography import x509

    if not file:
        return None
    path = Path(file)
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None
    authority = path.with_name(AUTHORITY)
    found = authority if authority.is_file() else None
    return CertificateFacts(path, _names(certificate), certificate.not_valid_after_utc, found)


def _names(certificate: Any) -> tuple[str, ...]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(name.value) for name in names)
