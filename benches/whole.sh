#!/usr/bin/env bash
# benches/whole.sh [SYNTH] : whole processes beside the floor program, on a memory file system, one core and two.
# Needs cc, hyperfine and taskset; prints a table. See docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
synth=${1:-target/release/synth}
[ -x "$synth" ] || { echo "no $synth: cargo build --release first" >&2; exit 1; }
synth=$(realpath "$synth")
room=$(mktemp -d "${SHM:-/dev/shm}/synth-bench.XXXXXX")
trap 'rm -rf "$room"' EXIT
cc -O2 -o "$room/floor" benches/floor.c

folder() { # folder NUMBER : that many copies of the production that is shipped, each in an account of its own, so that none has what another has
    mkdir -p "$room/$1/environments"
    cp environments/base.toml "$room/$1/environments/"
    for number in $(seq 1 "$1"); do sed "s/^monitor = .*/monitor = \"none\"/; s/^extends = .*/&\naccount_id = \"1$(printf %011d "$number")\"/" environments/prod.toml > "$room/$1/environments/e$(printf %05d "$number").toml"; done
}

median() { # median CORES RUNS PREPARE COMMAND : seconds
    taskset -c "$1" hyperfine --shell=none --warmup 2 --runs "$2" --prepare "$3" --export-json "$room/result.json" "$4" >/dev/null 2>&1
    sed -n 's/^ *"median": \([0-9.e-]*\),*/\1/p' "$room/result.json"
}

folder 1
(cd "$room/1" && "$synth" --all --quiet --out first)
(cd "$room/1/first/e00001" && find . -mindepth 1 -type d -printf 'd %P\n' | sort; cd "$room/1/first/e00001" && find . -type f -printf 'f %P %s\n') > "$room/list"
printf '%8s %12s %12s %8s %12s %8s %10s\n' number floor one-core ratio two-cores ratio MiB
for number in ${NUMBERS:-1 10 100 1000}; do
    [ -d "$room/$number" ] || folder "$number"
    runs=20; [ "$number" -ge 1000 ] && runs=${LONG_RUNS:-5}
    cat > "$room/floor.sh" <<INNER
#!/bin/sh
exec "$room/floor" "$room/$number/out" $number < "$room/list"
INNER
    chmod +x "$room/floor.sh"
    clear="rm -rf $room/$number/out"
    emit="$synth --all --quiet --environments $room/$number/environments --out $room/$number/out"
    floor=$(median 0 $runs "$clear" "$room/floor.sh")
    one=$(median 0 $runs "$clear" "$emit")
    two=$(median 0,1 $runs "$clear" "$emit")
    rm -rf "$room/$number/out"
    memory=$(/usr/bin/env bash -c "{ command time -f %M $emit; } 2>&1 | tail -1")
    awk -v n="$number" -v f="$floor" -v o="$one" -v t="$two" -v m="$memory" \
        'BEGIN { printf "%8d %11.2fms %10.2fms %8.1f %10.2fms %8.2f %10.1f\n", n, f*1000, o*1000, o/f, t*1000, t/o, m/1024 }'
    rm -rf "$room/$number/out"
done
