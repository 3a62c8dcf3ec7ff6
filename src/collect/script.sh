#!/bin/sh
# Collects the exports that clade-analyze reads into a dated folder, all pages of each.
# Printed by `clade-analyze collect`. Read it before you run it: it only reads (GET), and only from one host.
#
#   ANTHROPIC_ADMIN_KEY=...  ANTHROPIC_COMPLIANCE_KEY=...  sh collect.sh [FOLDER]
#
# ANTHROPIC_ADMIN_KEY       an Admin API key: lists, usage, cost, limits
# ANTHROPIC_COMPLIANCE_KEY  a Compliance API key: audit events, users, settings; may be missing
# FROM, TO                  first and last day of usage, cost and audit events, as 2026-07-01
#
# Keys come from the environment and go to curl on its standard input: they are in no file and in no list of processes.
# Beside every answer its headers are saved (request id, organization, time). An interrupted run goes on where it stopped, a
# finished folder is never written to again. Needs curl and jq. Ends with 1 where something could not be fetched; see collect.log.

set -u
umask 077

host=${ANTHROPIC_BASE_URL:-https://api.anthropic.com}
version=2023-06-01
admin=${ANTHROPIC_ADMIN_KEY:-}
compliance=${ANTHROPIC_COMPLIANCE_KEY:-}
from=${FROM:-@FROM@}
to=${TO:-@TO@}
folder=${1:-exports-$(date -u +%Y-%m-%d)}
tries=${TRIES:-8}
failed=0

die() {
    printf 'error: %s\n' "$1" >&2
    exit 2
}

say() {
    printf '%s\n' "$1" >&2
    printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$folder/collect.log"
}

for tool in curl jq; do
    command -v "$tool" >/dev/null 2>&1 || die "$tool is not installed"
done
[ -n "$admin$compliance" ] || die 'set ANTHROPIC_ADMIN_KEY, ANTHROPIC_COMPLIANCE_KEY or both'
case $admin$compliance in *[!A-Za-z0-9_-]*) die 'a key has a character that no key has' ;; esac
for day in "$from" "$to"; do
    case $day in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;;
    *) die 'set FROM and TO to days like 2026-07-01' ;;
    esac
done
[ ! -e "$folder/collect.done" ] || die "$folder is finished: name another folder"
if [ -d "$folder" ] && [ ! -e "$folder/collect.log" ] && [ -n "$(ls -A "$folder")" ]; then
    die "$folder is not empty and not of an earlier run: name another folder"
fi
mkdir -p "$folder" || die "cannot make $folder"
: >>"$folder/collect.log" || die "cannot write into $folder"

# The day after TO: reports end before it.
end=$(jq -nr --arg day "$to" '$day + "T00:00:00Z" | fromdate + 86400 | todate') || die 'TO is no day'

# get URL FILE KEY [BETA]: one answer, whole or not at all. 0: there; 1: refused for good; 2: given up.
get() {
    url=$1 file=$2 key=$3 beta=${4:-} try=1
    [ ! -e "$file" ] || return 0
    while :; do
        status=$(
            {
                printf 'header = "x-api-key: %s"\nheader = "anthropic-version: %s"\n' "$key" "$version"
                [ -z "$beta" ] || printf 'header = "anthropic-beta: %s"\n' "$beta"
            } | curl --silent --show-error --globoff --config - --max-time 300 --dump-header "$file.part-headers" \
                --output "$file.part" --write-out '%{http_code}' "$url" 2>>"$folder/collect.log"
        ) || status=000
        case $status in
        200)
            # Headers first: an answer that is there has them.
            if jq -e 'type == "object" or type == "array"' "$file.part" >/dev/null 2>&1; then
                mv "$file.part-headers" "$file.headers" && mv "$file.part" "$file" && return 0
                die "cannot write $file"
            fi
            why='the answer is no whole JSON'
            ;;
        400 | 401 | 403 | 404)
            why=$(jq -r '.error.message // empty' "$file.part" 2>/dev/null | tr -d '\000-\037' | cut -c 1-200)
            say "not fetched: ${url#"$host"}: $status ${why:-without a reason}"
            rm -f "$file.part" "$file.part-headers"
            return 1
            ;;
        000) why='the connection failed' ;;
        *) why="answered $status" ;;
        esac
        pause=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\).*/\1/p' "$file.part-headers" 2>/dev/null | tail -n 1)
        rm -f "$file.part" "$file.part-headers"
        if [ "$try" -ge "$tries" ]; then
            say "given up: ${url#"$host"}: $why, $tries times"
            return 2
        fi
        [ -n "$pause" ] || pause=$((try * try))
        [ "$pause" -le 300 ] || pause=300
        sleep "$pause"
        try=$((try + 1))
    done
}

# pages NAME URL CURSOR KEY [BETA]: every page of a list. CURSOR is the parameter of the next page: after_id or page.
pages() {
    name=$1 list=$2 cursor=$3 access=$4 feature=${5:-} number=1 next= before=
    [ -n "$access" ] || return 1
    case $list in *\?*) join='&' ;; *) join='?' ;; esac
    mkdir -p "$folder/$name" || die "cannot make $folder/$name"
    while :; do
        page=$folder/$name/$(printf '%04d' "$number").json
        get "$host$list${next:+$join$cursor=$next}" "$page" "$access" "$feature" || {
            state=$?
            [ "$state" -eq 1 ] || failed=1
            rmdir "$folder/$name" 2>/dev/null
            return "$state"
        }
        if [ "$cursor" = after_id ]; then
            next=$(jq -r 'if .has_more then (.last_id // "") else "" end | @uri' "$page")
        else
            next=$(jq -r 'if .has_more == false then "" else (.next_page // "") end | @uri' "$page")
        fi
        [ -n "$next" ] || break
        if [ "$next" = "$before" ]; then
            say "given up: $list: a page names itself as the next one"
            failed=1
            return 2
        fi
        before=$next
        number=$((number + 1))
    done
    say "fetched: $list: $number pages"
}

# one NAME URL KEY: a single answer.
one() {
    [ -n "$3" ] || return 1
    get "$host$2" "$folder/$1.json" "$3" || {
        state=$?
        [ "$state" -eq 1 ] || failed=1
        return "$state"
    }
    say "fetched: $2"
}

# each LIST: the ids of a list that was fetched; they become parts of addresses and of names of folders.
each() {
    cat "$folder/$1"/*.json 2>/dev/null |
        jq -r '.data[]?.id | strings | select(test("^[A-Za-z0-9_-]+$"))' | sort -u
}

@FETCH@

# Where the exports come from, for clade-analyze and for the auditor.
if [ ! -e "$folder/exports.toml" ]; then
    {
        printf '# Where these exports come from. Add an [[export]] for what you put here by hand.\n'
        for place in "$folder"/*/ "$folder"/*/*/; do
            ls "$place"*.json >/dev/null 2>&1 || continue
            short=${place#"$folder/"}
            at=$(sed -n 's/^[Dd]ate: *\(.*[^[:space:]]\)[[:space:]]*$/\1/p' "$place"*.headers | head -n 1 | tr -cd 'A-Za-z0-9 :,')
            printf '\n[[export]]\npath = "%s"\nsource = "collect.sh, %s"\n' "${short%/}" "${at:-time not known}"
            case $short in usage/ | cost/ | usage_report/ | cost_report/ | claude_code/) continue ;; esac
            records=$(cat "$place"*.json | jq -s '[.[].data? | length] | add // 0')
            printf 'records = %s\n' "$records"
        done
    } >"$folder/exports.toml.part" && mv "$folder/exports.toml.part" "$folder/exports.toml"
fi

if [ "$failed" -ne 0 ]; then
    printf 'Some exports could not be fetched, see %s/collect.log; run this again to go on.\n' "$folder" >&2
    exit 1
fi
: >"$folder/collect.done"
printf 'Done. Next: clade-analyze %s\n' "$folder" >&2
