# shellcheck shell=bash
# Pulling, building, starting.

start_containers() {
  local word states limit scale=() begun
  export BUILDX_NO_DEFAULT_ATTESTATIONS=1 # what did not change keeps its image, and so its container
  if any_role_of gateway; then step licence; fi
  step pulling
  docker compose pull --policy missing --ignore-buildable || die pulling-failed
  step building
  docker compose build || die building-failed
  remove_former_roles
  step starting
  while IFS= read -r word; do scale+=("$word"); done < <(present_scale)
  limit=$(set_value wait-seconds)
  begun=$SECONDS
  # On a slow machine something can be taken for unhealthy while it still starts: what depends on it then waits here.
  until docker compose up --detach ${scale[@]+"${scale[@]}"}; do
    states=$(container_states | grep -v '|created|' || true)
    if [[ $states != *'|running|unhealthy|'* ]] || ((SECONDS - begun > limit)); then
      show_unready "$(unready_services "$states")" "$((SECONDS - begun))"
      die starting-failed
    fi
    say slow
    sleep 5
  done
}

present_scale() { # the words that keep as many containers as there are of each service
  local number service
  docker compose ps --format '{{.Service}}' | sort | uniq -c | while read -r number service; do
    if ((number > 1)); then printf '%s\n' --scale "$service=$number"; fi
  done
}

remove_former_roles() { # the containers of roles that are not on this machine any more
  local id service services format='{{.ID}}|{{.Label `com.docker.compose.service`}}'
  services=$(docker compose config --services)
  while IFS='|' read -r id service; do
    if ! grep -qx -- "$service" <<<"$services"; then
      docker stop "$id" >/dev/null
      docker rm "$id" >/dev/null
    fi
  done < <(docker ps --all --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --format "$format")
}
