# shellcheck shell=bash
# Waiting until every container is as healthy as it says it can be.

container_states() { docker compose ps --all --format '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}'; }

unready_services() { # STATES: service|code, a line for each; a code only of those that have ended in failure
  local service state health code
  while IFS='|' read -r service state health code; do
    if [[ -z $service ]]; then continue; fi # there is no container
    case "$state|$health" in
      'running|' | 'running|healthy') ;;
      'exited|'*) if [[ $code != 0 ]]; then printf '%s|%s\n' "$service" "$code"; fi ;;
      *) printf '%s|\n' "$service" ;;
    esac
  done <<<"$1" | sort -u
}

show_unready() { # UNREADY SECONDS
  local service code
  while IFS='|' read -r service code <&3; do
    if [[ -z $service ]]; then continue; fi
    if [[ -n $code ]]; then say ended "$service" "$code"; else say not-ready "$service" "$2"; fi
    docker compose logs --no-color --tail 20 "$service" || true
  done 3<<<"$1" >&2
}

wait_until_ready() {
  local limit states unready names service announced=' ' begun=$SECONDS spoke=$SECONDS
  limit=$(set_value wait-seconds)
  step waiting "$limit"
  while :; do
    states=$(container_states) || die docker-away
    unready=$(unready_services "$states")
    names=$(cut -d '|' -f 1 <<<"$unready" | tr '\n' ' ')
    while IFS='|' read -r service _; do
      if [[ -z $service || " $names$announced" == *" $service "* ]]; then continue; fi
      say ready "$service" "$((SECONDS - begun))"
      announced="$announced$service "
    done <<<"$states"
    if [[ -z $unready ]]; then return; fi
    if ((SECONDS - begun > limit)) || grep -q '|[0-9]' <<<"$unready"; then
      show_unready "$unready" "$((SECONDS - begun))"
      die starting-failed
    fi
    if ((SECONDS - spoke >= 15)); then
      say still-waiting "${names% }" "$((SECONDS - begun))"
      spoke=$SECONDS
    fi
    sleep 2
  done
}
