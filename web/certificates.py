"""The certificates of an office's desk.

An authority of its own, and one for its server, renewed in time.

The authority's key signs the server's certificate and nothing else. Its certificate has name constraints: it can speak
for the names given and for private addresses, which a router may change, and for no server of the internet. Each PC of
the office trusts the authority once.
"""

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_AUTHORITY_LIVES = datetime.timedelta(days=3650)
_SERVER_LIVES = datetime.timedelta(days=397)  # what browsers accept at most is 398
_PRIVATE = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
_RENEWED = datetime.timedelta(days=30)  # before its end


@dataclass(frozen=True, slots=True)
class Certificates:
    """The files. `authority`: to be installed on the PCs.

    `is_new`: it was made just now, so none trusts it yet.
    """

    authority: Path
    certificate: Path
    key: Path
    is_new: bool


def of_office(folder: Path, names: Sequence[str]) -> Certificates:
    """Return the certificates in a folder.

    Made or renewed where they lack a name or end soon.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority, authority_key = folder / "goc.crt", folder / "goc.khoa"
    server, server_key = folder / "may-chu.crt", folder / "may-chu.khoa"
    is_new = not _is_good(authority, names)
    if is_new:
        _make_authority(authority, authority_key, names)
    if is_new or not _is_good(server, names):
        _make_server(server, server_key, authority, authority_key, names)
    return Certificates(authority, server, server_key, is_new)


def _is_good(file: Path, names: Sequence[str]) -> bool:
    """Return whether the certificate is there, lives on, and serves the names."""
    try:
        found = x509.load_pem_x509_certificate(file.read_bytes())
        if found.subject == found.issuer:
            constraints = found.extensions.get_extension_for_class(x509.NameConstraints).value
            serves = set(_constraints(names)) <= set(constraints.permitted_subtrees or ())
        else:
            alternatives = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            serves = set(_general_names(names)) <= set(alternatives)
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    return serves and found.not_valid_after_utc - datetime.datetime.now(datetime.UTC) > _RENEWED


def _general_names(names: Sequence[str]) -> list[x509.GeneralName]:
    return [_general_name(name.strip("[]")) for name in names]


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _constraints(names: Sequence[str]) -> list[x509.GeneralName]:
    """The names as constraints.

    Of addresses, every private one, and each public one alone.
    """
    found: list[x509.GeneralName] = [x509.IPAddress(ip_network(one)) for one in _PRIVATE]
    for one in _general_names(names):
        if not isinstance(one, x509.IPAddress):
            found.append(one)
        elif not ip_address(str(one.value)).is_private:
            found.append(x509.IPAddress(ip_network(str(one.value))))
    return found


def _make_authority(file: Path, key_file: Path, names: Sequence[str]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bàn làm việc vanthu")])
    made = (
        _begun(subject, subject, key.public_key(), _AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(_constraints(names), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(key_file, _pem(key), 0o600)
    _write(file, made.public_bytes(serialization.Encoding.PEM), 0o644)


def _make_server(file: Path, key_file: Path, authority: Path, authority_key: Path, names: Sequence[str]) -> None:
    issuer = x509.load_pem_x509_certificate(authority.read_bytes())
    issuer_key = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    assert isinstance(issuer_key, ec.EllipticCurvePrivateKey), "the authority's key was made here"
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    made = (
        _begun(subject, issuer.subject, key.public_key(), _SERVER_LIVES)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(_general_names(names)), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    _write(key_file, _pem(key), 0o600)
    _write(file, made.public_bytes(serialization.Encoding.PEM), 0o644)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, lives: datetime.timedelta
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    begun = begun.serial_number(x509.random_serial_number())
    # A day back: the clocks of old PCs differ.
    return begun.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + lives)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _write(file: Path, content: bytes, mode: int) -> None:
    """Write a file that has its mode from the beginning, and replace the former one."""
    aside = file.with_name(f".{file.name}.tmp")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content)
    aside.replace(file)
