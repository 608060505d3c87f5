"""The office's certificates: trusted once, renewed in time, for its server alone."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from web.certificates import Certificates, of_office


def check(made: Certificates, name: str) -> None:
    """Raise VerificationError where a browser would refuse the server under a name."""
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    server = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    PolicyBuilder().store(Store([authority])).build_server_verifier(x509.DNSName(name)).verify(server, [])


def test_a_certificate_serves_the_names_given_and_no_other(tmp_path: Path) -> None:
    made = of_office(tmp_path, ("localhost", "vanban.xa.vn", "192.168.1.5"))
    assert made.is_new
    check(made, "vanban.xa.vn")
    with pytest.raises(VerificationError):
        check(made, "noi-khac.vn")


def test_another_private_address_needs_no_new_trust(tmp_path: Path) -> None:
    first = of_office(tmp_path, ("localhost", "192.168.1.5"))
    trusted, served = first.authority.read_bytes(), first.certificate.read_bytes()
    again = of_office(tmp_path, ("localhost", "192.168.1.77"))
    assert not again.is_new
    assert again.authority.read_bytes() == trusted
    assert again.certificate.read_bytes() != served
    assert of_office(tmp_path, ("localhost", "192.168.1.77")).certificate.read_bytes() == again.certificate.read_bytes()


@pytest.mark.parametrize("further", ["khac.xa.vn", "8.8.8.8"])
def test_another_name_needs_new_trust(tmp_path: Path, further: str) -> None:
    of_office(tmp_path, ("localhost",))
    made = of_office(tmp_path, ("localhost", further))
    assert made.is_new


@pytest.mark.parametrize("file", ["goc.crt", "may-chu.crt"])
def test_a_spoilt_certificate_is_made_again(tmp_path: Path, file: str) -> None:
    of_office(tmp_path, ("localhost",))
    (tmp_path / file).write_text("hỏng", "utf-8")
    check(of_office(tmp_path, ("localhost",)), "localhost")


def test_the_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    of_office(tmp_path / "chung-chi", ("localhost",))
    modes = {file.name: file.stat().st_mode & 0o077 for file in (tmp_path / "chung-chi").glob("*.khoa")}
    assert modes == {"goc.khoa": 0, "may-chu.khoa": 0}
