# shellcheck shell=bash
# What must be there before anything is changed.

is_older() { # VERSION OTHER
  [[ $1 =~ ([0-9]+)[.]([0-9]+) ]] || return 0
  local version=$((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2]))
  [[ $2 =~ ([0-9]+)[.]([0-9]+) ]]
  ((version < BASH_REMATCH[1] * 1000 + BASH_REMATCH[2]))
}

check_docker() {
  step checking
  local engine compose
  command -v docker >/dev/null || die docker-missing
  command -v curl >/dev/null || die tool-missing curl
  engine=$(docker version --format '{{.Server.Version}}' 2>/dev/null) || die docker-away
  [[ $(docker version --format '{{.Server.Os}}') == linux ]] || die docker-windows
  if is_older "$engine" "$(set_value oldest-engine)"; then die docker-old "$engine" "$(set_value oldest-engine)"; fi
  compose=$(docker compose version --short 2>/dev/null) || die compose-missing
  if is_older "$compose" "$(set_value oldest-compose)"; then die compose-old "$compose" "$(set_value oldest-compose)"; fi
  printf '  Docker Engine %s, Compose %s\n' "$engine" "$compose"
}

check_memory() {
  local name needs=0 memory there
  while IFS='|' read -r name memory _; do
    if any_role_of "$name"; then needs=$((needs + memory)); fi
  done < <(rows role)
  there=$(($(docker info --format '{{.MemTotal}}') / 1048576))
  if ((there >= needs)); then return; fi
  if is_on ignore-memory; then say memory-ignored "$there" "$needs"; else die memory-short "$there" "$needs"; fi
}

is_free() { # PORT: nobody listens there, or this installation does
  local own
  own=$(docker ps --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --format '{{.Ports}}')
  if [[ $own == *":$1->"* ]]; then return 0; fi
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
