# shellcheck shell=bash
# What is asked and said: the rows of table.txt.

rows() { sed -n "s/^$1|//p" containers/install/table.txt; } # KIND: its rows, without the kind

set_value() { rows "set|$1"; } # NAME

text() { # KEY VALUE…: what is said under that key, with the values in the places of {0}, {1} …
  local key=$1 line number value
  shift
  while IFS= read -r line; do
    number=0
    for value in "$@"; do
      line=${line//"{$number}"/$value}
      number=$((number + 1))
    done
    printf '%s\n' "$line"
  done < <(rows "say|$key")
}

say() { text "$@"; }

step() { printf '\n== %s\n' "$(text "$@")"; }

die() {
  text "$@" >&2
  exit 1
}
