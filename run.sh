#!/usr/bin/env bash
# Builds what is missing, then starts or asks a cluster (./run.sh 5, ./run.sh put city Paris, …), or
# measures it: as it runs (./run.sh bench --quick), or beside its peers (./run.sh bench).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$home/target/apothik.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if ! command -v "$java" >/dev/null; then
  echo "error: Java 17 or later is needed, and there is no '$java'" >&2
  exit 2
fi

build() {
  if ! command -v mvn >/dev/null; then
    echo "error: Maven is needed to build Apothik, and there is no 'mvn'" >&2
    exit 2
  fi
  echo "building…" >&2
  mvn --batch-mode --quiet -Dstyle.color=never --file "$home/pom.xml" -DskipTests package >&2
  touch "$jar"
}

# The benchmark has classes and libraries of its own, and leaves the jar alone.
bench() {
  local built=$home/target/bench/built
  cd "$home"
  if [ ! -f "$built" ] || [ -n "$(find pom.xml src/main src/test/java/io/apothik/scale bench/java -newer "$built" -print -quit)" ]; then
    echo "building…" >&2
    rm -rf target/bench/classes target/bench/lib
    mvn --batch-mode --quiet -Dstyle.color=never -Pbench -Dmaven.test.skip=true test-compile >&2
    touch "$built"
  fi
  exec "$java" -XX:+UseSerialGC -Dlogback.configurationFile=bench/logback.xml \
    -cp "target/bench/classes:target/classes:target/bench/lib/*" \
    io.apothik.bench.BenchCommand "$@"
}

case " $* " in
  *" --quick "*) quick=yes ;;
  *) quick=no ;;
esac
if [ "${1:-}" = bench ] && [ $quick = no ]; then
  shift
  bench "$@"
fi

# What asks a running cluster leaves the jar alone that the cluster runs from.
case ${1:-} in
  [0-9]* | up | node) starts=yes ;;
  *) starts=no ;;
esac
if [ ! -f "$jar" ] || { [ $starts = yes ] &&
  [ -n "$(find "$home/pom.xml" "$home/src/main" -newer "$jar" -print -quit)" ]; }; then
  build
fi

release=$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")/release
version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$release" 2>/dev/null || true)
archive=$home/target/classes-$version.jsa

options=(
  -Dapothik.home="$home"
  -Dvertx.disableDnsResolver=true
  -XX:-UsePerfData
  -Xlog:disable
)
if [ "${version%%.*}" -ge 24 ] 2>/dev/null; then
  options+=(--sun-misc-unsafe-memory-access=allow)
fi
# Only C2 knows the processor's instructions for hashes and ciphers: without it a password takes ten
# times as long. A file of settings may name users, too.
ciphers=no
case " $* " in
  *" --users"* | *" --tls-cert"* | *" --config-file"*) ciphers=$starts ;;
esac
if [ -n "${APOTHIK_USERS:-}${APOTHIK_TLS_CERT:-}${APOTHIK_CONFIG_FILE:-}" ]; then
  ciphers=$starts
fi
[ "${1:-}" != user ] || ciphers=yes
# A node started by itself may be there to stay: only what lives briefly does without C2. What
# measures is not to be the slower one.
if [ "${1:-}" != node ] && [ "${1:-}" != bench ]; then
  # Nodes of one machine fill equal young generations at the same time: small ones, as they collect
  # them at the same time, too.
  options+=(-XX:+UseSerialGC -Xmn32m)
  [ $ciphers = yes ] || options+=(-XX:TieredStopAtLevel=1)
fi

if [ ! -f "$archive" ] || [ "$jar" -nt "$archive" ]; then
  rehearsal=$archive.$$
  "$java" "${options[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -XX:ArchiveClassesAtExit="$rehearsal" -jar "$jar" \
    rehearse --config "$home/cluster.xml" >/dev/null 2>&1 || true
  [ ! -f "$rehearsal" ] || mv "$rehearsal" "$archive"
fi
[ ! -f "$archive" ] || options+=(-XX:SharedArchiveFile="$archive")

[ ! -t 1 ] || options+=(-Dapothik.terminal=true)
[ ! -t 0 ] || options+=(-Dapothik.keyboard=true)
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

case ${1:-} in
  '') set -- help ;;
  [0-9]*) set -- up "$@" ;;
esac
# shellcheck disable=SC2086
exec "$java" "${options[@]}" ${APOTHIK_JAVA_OPTIONS:-} -jar "$jar" "$@"
