#!/bin/sh
# Makes .venv/ with everything the project needs. Run again, it only does what is missing.
#   setup.sh        what a user of the program needs
#   setup.sh dev    also the developer's tools, pinned in requirements-dev.lock,
#                   and Debian's LibreOffice and fonts where this machine lets us install them
set -eu
cd "$(dirname "$0")/.."
mode=${1:-user}

debian_install() {
    # Debian packages need root and apt; without either, the caller says what is missing.
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
    DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "vanthu needs Python 3.11 or newer; none was found on this machine." >&2
    exit 1
}

make_environment() {
    python=$(find_python)
    # Debian splits venv off Python; ensurepip is the part that a bare python3 lacks.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian_install python3-venv || {
            echo "Please install the Debian package python3-venv, then try again." >&2
            exit 1
        }
    fi
    "$python" -m venv .venv
}

[ -x .venv/bin/python ] || make_environment

stamp=.venv/.vanthu-$mode
if [ ! -e "$stamp" ] || [ -n "$(find pyproject.toml requirements-dev.lock -newer "$stamp")" ]; then
    if [ "$mode" = dev ]; then
        # The lock names everything; --no-deps keeps pip from looking for newer versions of what an extra asks for.
        .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -r requirements-dev.lock
        .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
    else
        .venv/bin/python -m pip install -q --disable-pip-version-check -e .
    fi
    touch "$stamp"
fi

if [ "$mode" = dev ] && ! command -v mkfs.btrfs >/dev/null 2>&1; then
    # A disk that can be copied in an instant, as a power cut would leave it; qpdf judges the PDFs that we bind.
    debian_install btrfs-progs e2fsprogs qpdf ||
        echo "btrfs-progs is not here and cannot be installed: the tests that need it will say so." >&2
fi
if [ "$mode" = dev ] && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    # The registry database's contract is tested with a real server; the tests start one of their own.
    debian_install postgresql postgresql-client ||
        echo "PostgreSQL is not here and cannot be installed: the tests that need it will say so." >&2
fi
if [ "$mode" = dev ] && ! command -v fiu-run >/dev/null 2>&1; then
    # A disk that fails now and then.
    debian_install fiu-utils ||
        echo "libfiu is not here and cannot be installed: the tests that need it will say so." >&2
fi
if [ "$mode" = dev ] && [ ! -e /usr/share/java/preflight.jar ]; then
    # Preflight proves that our PDF/A is PDF/A. Debian leaves out two parts that Java has lost since.
    debian_install default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java ||
        echo "PDFBox Preflight is not here and cannot be installed: the tests that need it will say so." >&2
fi
if [ "$mode" = dev ] && ! command -v soffice >/dev/null 2>&1; then
    # fonts-liberation2, not fonts-liberation: the older one silently lacks most Vietnamese letters.
    debian_install libreoffice-writer-nogui fonts-liberation2 poppler-utils ||
        echo "LibreOffice is not here and cannot be installed: the tests that need it will say so." >&2
fi
if [ "$mode" = dev ] && ! command -v chromium >/dev/null 2>&1; then
    # The desk is clicked in a real browser.
    debian_install chromium ||
        echo "Chromium is not here and cannot be installed: the tests that need it will say so." >&2
fi
if [ "$mode" = dev ] && [ ! -d .venv/opensearch/plugins/opensearch-security ]; then
    # The engine of those who outgrow one machine; the tests start a cluster of their own.
    for tool in mvn:maven java:default-jre-headless curl:curl openssl:openssl; do
        command -v "${tool%%:*}" >/dev/null 2>&1 || debian_install "${tool#*:}" || true
    done
    scripts/opensearch.sh fetch ||
        echo "OpenSearch is not here and cannot be brought: the tests that need it will say so." >&2
fi
