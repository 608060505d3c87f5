#!/bin/sh
# An OpenSearch cluster of its own on this machine, for tests and for trying out: TLS, and the user admin with the
# password admin. It listens on loopback only.
#   opensearch.sh fetch                     brings server and security plugin from Maven Central into .venv/opensearch
#   opensearch.sh start FOLDER NODES PORT   so many nodes on ports PORT+1, PORT+2 … (and PORT+101 … between them);
#                                           returns when all are joined. FOLDER/ca.pem is the authority to believe.
#   opensearch.sh node FOLDER N             starts node N again; returns when it is joined
#   opensearch.sh kill FOLDER N             kills node N at once, as a power cut would
#   opensearch.sh stop FOLDER               kills every node; the folder can then be deleted
set -eu
cd "$(dirname "$0")/.."
version=2.19.4 # of the last line that runs on Java 17; its security plugin is to be had for this one
home=$PWD/.venv/opensearch

artifact() {
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
        -Dartifact="$1" -DoutputDirectory="$home.part" -Dmdep.stripVersion=true -f "$home.part/pom.xml" >&2
}

fetch() {
    [ ! -d "$home/plugins/opensearch-security" ] || return 0
    rm -rf "$home.part" "$home"
    mkdir -p "$home.part"
    cat >"$home.part/pom.xml" <<EOF
<project><modelVersion>4.0.0</modelVersion><groupId>vanthu</groupId><artifactId>fetch</artifactId><version>1</version></project>
EOF
    artifact org.opensearch.distribution.integ-test-zip:opensearch:$version:zip
    artifact org.opensearch.plugin:opensearch-security:$version.0:zip
    python3 -m zipfile -e "$home.part/opensearch.zip" "$home.part"
    python3 -m zipfile -e "$home.part/opensearch-security.zip" \
        "$home.part/opensearch-$version/plugins/opensearch-security.part"
    chmod +x "$home.part/opensearch-$version"/bin/*
    # A log of the garbage collector is kept in a folder that only its owner may write.
    sed -i '/gc\.log/d' "$home.part/opensearch-$version/config/jvm.options"
    mv "$home.part/opensearch-$version" "$home"
    mv "$home/plugins/opensearch-security.part" "$home/plugins/opensearch-security"
    rm -rf "$home.part"
}

certificates() { # FOLDER
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=van thu thu" \
        -keyout "$1/ca.key" -out "$1/ca.pem" 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj "/CN=node" -keyout "$1/node.key" -out "$1/node.csr" 2>/dev/null
    printf 'subjectAltName=IP:127.0.0.1,DNS:localhost,RID:1.2.3.4.5.5\nextendedKeyUsage=serverAuth,clientAuth\n' \
        >"$1/node.ext"
    openssl x509 -req -days 30 -in "$1/node.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial \
        -extfile "$1/node.ext" -out "$1/node.pem" 2>/dev/null
}

settings() { # FOLDER NODES PORT N
    seeds="" names=""
    for i in $(seq "$2"); do
        seeds="$seeds,\"127.0.0.1:$(($3 + 100 + i))\"" names="$names,\"n$i\""
    done
    cat <<EOF
cluster.name: vanthu-$3
node.name: n$4
path.data: $1/n$4/data
path.logs: $1/n$4/logs
network.host: 127.0.0.1
http.port: $(($3 + $4))
transport.port: $(($3 + 100 + $4))
discovery.seed_hosts: [${seeds#,}]
cluster.initial_cluster_manager_nodes: [${names#,}]
node.store.allow_mmap: false
cluster.routing.allocation.disk.threshold_enabled: false
plugins.security.allow_default_init_securityindex: true
plugins.security.nodes_dn: ["CN=node"]
plugins.security.restapi.roles_enabled: ["all_access"]
plugins.security.ssl.transport.pemcert_filepath: node.pem
plugins.security.ssl.transport.pemkey_filepath: node.key
plugins.security.ssl.transport.pemtrustedcas_filepath: ca.pem
plugins.security.ssl.transport.enforce_hostname_verification: false
plugins.security.ssl.http.enabled: true
plugins.security.ssl.http.pemcert_filepath: node.pem
plugins.security.ssl.http.pemkey_filepath: node.key
plugins.security.ssl.http.pemtrustedcas_filepath: ca.pem
EOF
}

prepare() { # FOLDER NODES PORT
    mkdir -p "$1"
    certificates "$1"
    echo "$2 $3" >"$1/cluster"
    for n in $(seq "$2"); do
        mkdir -p "$1/n$n/config" "$1/n$n/data" "$1/n$n/logs" "$1/n$n/tmp"
        cp -r "$home/config/." "$1/n$n/config"
        cp "$1/ca.pem" "$1/node.pem" "$1/node.key" "$1/n$n/config"
        mkdir -p "$1/n$n/config/opensearch-security"
        cp "$home/plugins/opensearch-security/config/"*.yml "$1/n$n/config/opensearch-security" 2>/dev/null || true
        settings "$1" "$2" "$3" "$n" >"$1/n$n/config/opensearch.yml"
    done
    # The server refuses to run as root.
    [ "$(id -u)" != 0 ] || chown -R nobody "$1"
}

as_server() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --clear-groups "$@"; else "$@"; fi
}

launch() { # FOLDER N
    java_home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
    (
        cd "$1/n$2"
        export HOME="$1/n$2" OPENSEARCH_JAVA_HOME="$java_home" OPENSEARCH_PATH_CONF="$1/n$2/config" \
            OPENSEARCH_TMPDIR="$1/n$2/tmp" OPENSEARCH_JAVA_OPTS="-Xms400m -Xmx400m -XX:TieredStopAtLevel=1"
        as_server nohup "$home/bin/opensearch" -p "$1/n$2/pid" >"$1/n$2/out" 2>&1 </dev/null &
    )
}

joined() { # FOLDER NODE HOW-MANY
    read -r _ port <"$1/cluster"
    for _ in $(seq 180); do
        if curl -sf --cacert "$1/ca.pem" -u admin:admin \
            "https://127.0.0.1:$((port + $2))/_cluster/health?wait_for_nodes=>=$3&wait_for_status=yellow&timeout=10s" |
            grep -q '"timed_out":false'; then
            return 0
        fi
        sleep 1
    done
    tail -n 30 "$1/n$2/out" >&2
    exit 1
}

end() { # FOLDER N
    [ ! -s "$1/n$2/pid" ] || kill -9 "$(cat "$1/n$2/pid")" 2>/dev/null || true
    rm -f "$1/n$2/pid"
}

case $1 in
fetch) fetch ;;
start)
    [ -e "$2/cluster" ] || prepare "$2" "$3" "$4"
    for n in $(seq "$3"); do launch "$2" "$n"; done
    for n in $(seq "$3"); do joined "$2" "$n" "$3"; done
    ;;
node)
    read -r nodes _ <"$2/cluster"
    launch "$2" "$3"
    joined "$2" "$3" "$nodes"
    ;;
kill) end "$2" "$3" ;;
stop)
    read -r nodes _ <"$2/cluster"
    for n in $(seq "$nodes"); do end "$2" "$n"; done
    ;;
esac
