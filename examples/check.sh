#!/usr/bin/env bash
# Builds the examples against the jar in target/, in a Maven repository of their own, and runs them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

target=$PWD/../target
repository=$target/examples-repository
work=$target/examples
jar=$target/apothik.jar
[ -f "$jar" ] || { echo "error: build $jar first: mvn -DskipTests package" >&2; exit 2; }

# Whatever Maven has already is taken from there, and nothing of ours is put there.
home=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<.*/\1/p' ../pom.xml)
ours=$repository/io/apothik/apothik/$version
rm -rf "$repository" "$work"
mkdir -p "$repository" "$work"
[ ! -d "$home" ] || cp -rs "$home/." "$repository"
rm -rf "$repository/io/apothik"
mkdir -p "$ours"
cp "$jar" "$ours/apothik-$version.jar"
cp ../pom.xml "$ours/apothik-$version.pom"

build() {
  MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1" \
    mvn --batch-mode --quiet --threads 2 -Dstyle.color=never "-Dmaven.repo.local=$repository" \
    "$@" -DskipTests clean package
}
# Without the network it is quicker, and enough where everything was used before.
build --offline >"$work/offline" 2>&1 || build >&2

java=(java -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
running=()
end() {
  [ ${#running[@]} -eq 0 ] || kill "${running[@]}" 2>/dev/null || true
}

# What waits for Enter waits for this, which never comes.
mkfifo "$work/enter"
exec 3<>"$work/enter"

# A port behind which there is room for more, for this run alone.
port=$((20000 + RANDOM % 10000))

fail() {
  echo "error: $1" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}

# Starts an example whose input stays open: log, directory, arguments.
start() {
  local log=$work/$1.log directory=$2
  shift 2
  (cd "$directory" && exec "${java[@]}" -jar "target/$directory.jar" "$@") \
    <&3 >"$log" 2>&1 &
  running+=($!)
}

# Runs an example to its end: directory, arguments.
run() {
  local directory=$1
  shift
  (cd "$directory" && exec "${java[@]}" -jar "target/$directory.jar" "$@")
}

# Waits until the log has a line: log, line.
await() {
  local log=$work/$1.log
  for _ in $(seq 600); do
    ! grep -qx "$2" "$log" 2>/dev/null || return 0
    sleep 0.1
  done
  fail "'$2' did not come"
}

# What is printed is this: what is expected, what there is.
same() {
  [ "$1" = "$2" ] || fail "expected '$1', but it is '$2'"
}

embedded_and_client() {
  start embedded-1 embedded 1 "$port"
  await embedded-1 "start number 1"
  start embedded-2 embedded 2 "$port"
  await embedded-2 "start number 2"
  same "started so far: 2" "$(run client "$port")"
}

cache_aside() {
  same "1000 lookups, 10 queries" "$(run cache-aside $((port + 100)))"
}

browse() {
  curl --silent --max-time 20 --cookie "$work/cookies" --cookie-jar "$work/cookies" \
    "http://127.0.0.1:$1/"
}

sessions() {
  local web=$((port + 300))
  start sessions-1 sessions 1 $((port + 200)) "$web"
  await sessions-1 "http://127.0.0.1:$web/"
  start sessions-2 sessions 2 $((port + 200)) "$web"
  await sessions-2 "http://127.0.0.1:$((web + 1))/"
  same "visit 1" "$(browse "$web")"
  same "visit 2" "$(browse $((web + 1)))"
  kill "${running[0]}"
  wait "${running[0]}" || true
  same "visit 3" "$(browse $((web + 1)))"
}

# Each in a process of its own, side by side.
checks=()
for check in embedded_and_client cache_aside sessions; do
  (
    trap end EXIT
    "$check"
    echo "${check//_/ }: ok"
  ) &
  checks+=($!)
done
for check in "${checks[@]}"; do
  wait "$check" || failed=yes
done
[ -z "${failed:-}" ]
