# shellcheck shell=bash
# Taking it away again.

uninstall() {
  local folder network images id name line volumes=(--volumes)
  folder=$(secrets_folder)
  COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-$(kept_answer COMPOSE_PROJECT_NAME)}
  COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-$(rows 'question|project' | cut -d '|' -f 5)}
  COMPOSE_PROFILES=$(rows role | cut -d '|' -f 1 | paste -s -d , -)
  export COMPOSE_PROJECT_NAME COMPOSE_PROFILES
  network=${COMPOSE_PROJECT_NAME}_functions
  if is_on keep-data; then
    volumes=()
  else
    say uninstall-data "$COMPOSE_PROJECT_NAME" "$folder"
    if ! is_on yes; then
      say uninstall-ask
      read_line
      if [[ $line != yes ]]; then
        say uninstall-no
        return
      fi
    fi
  fi
  step removing "$COMPOSE_PROJECT_NAME"
  images=$(docker compose config --images) || die uninstall-failed
  docker compose stop || die uninstall-failed
  # What faas-cli and the UI have deployed is not in docker-compose.yml, but on this network.
  for id in $(docker ps --all --quiet --filter "network=$network" --filter label=com.openfaas.function); do
    docker rm --force "$id" >/dev/null || die uninstall-failed
  done
  docker compose down --remove-orphans ${volumes[@]+"${volumes[@]}"} || die uninstall-failed
  for name in $(docker volume ls --quiet --filter label=com.openfaas.secrets-of --filter "name=^$network-"); do
    docker volume rm "$name" >/dev/null || die uninstall-failed
  done
  for name in $images; do # another installation may still use them
    if [[ $name == *picture-resize-api/* ]]; then docker image rm "$name" >/dev/null 2>&1 || true; fi
  done
  if is_on keep-data; then
    say uninstalled-kept "$COMPOSE_PROJECT_NAME"
    return
  fi
  while IFS='|' read -r name _; do rm -f "$folder/$name"; done < <(rows secret)
  rmdir "$folder" 2>/dev/null || true
  rm -f .env
  say uninstalled
}
