#!/bin/sh
# A PostgreSQL server of its own, on a socket in a folder, with the registry database of one office: for tests and for trying out.
#   postgres.sh start FOLDER     makes it when it is not there yet; prints the URL of its database
#   postgres.sh stop FOLDER      stops it; the folder can then be deleted
# It listens to nobody but the users of this machine who may open the folder, and takes them at their word.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")

# The server refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

case $1 in
start)
    mkdir -p "$2"
    if [ ! -d "$2/data" ]; then
        [ "$(id -u)" != 0 ] || chown postgres "$2"
        as_server "$bin/initdb" -D "$2/data" -A trust -U vanthu -E UTF8 --locale=C >/dev/null
    fi
    as_server "$bin/pg_ctl" -D "$2/data" -l "$2/log" -w -o "-k '$2' -c listen_addresses=''" start >/dev/null
    as_server "$bin/psql" -h "$2" -U vanthu -d postgres -qAtc \
        "SELECT 1 FROM pg_database WHERE datname = 'vanthu'" | grep -q 1 ||
        as_server "$bin/createdb" -h "$2" -U vanthu vanthu
    echo "postgresql://vanthu@/vanthu?host=$2"
    ;;
stop)
    as_server "$bin/pg_ctl" -D "$2/data" -m fast -w stop >/dev/null
    ;;
esac
