# shellcheck shell=bash
# .env: what docker compose and the next run take the answers from.

kept_answer() { # VARIABLE: what .env says
  [[ ! -f .env ]] || sed -n "s/^$1=//p" .env | tail -n 1
}

write_answer() { # VARIABLE VALUE: into .env; without a value, out of it
  touch .env
  {
    grep -v "^$1=" .env || true
    if [[ -n $2 ]]; then printf '%s=%s\n' "$1" "$2"; fi
  } >.env.new
  mv .env.new .env
}

write_answers() {
  local flag variable
  while IFS='|' read -r flag variable _; do
    if [[ $flag != credentials ]]; then write_answer "$variable" "${!variable:-}"; fi
  done < <(rows question)
  write_files
}

# COMPOSE_FILE: what the answers need beside docker-compose.yml. Other files in it stay; a list with another separator than
# ours is somebody's own.
write_files() {
  local present files separator base servers callbacks others
  base=$(set_value file)
  servers=$(set_value servers-file)
  callbacks=$(set_value callbacks-file)
  present=${COMPOSE_FILE:-$(kept_answer COMPOSE_FILE)}
  separator=${COMPOSE_PATH_SEPARATOR:-$(kept_answer COMPOSE_PATH_SEPARATOR)}
  if [[ -n $present && $separator != , ]]; then return; fi
  present=${present:-$base}
  files=",$present,"
  files=${files//,$callbacks,/,}
  # With other servers, the networks have ways out, and what those servers need is reachable at SERVER_ADDRESS.
  others=${SERVER_ADDRESS:-}${DB_MYSQL_HOST:-}${KAFKA_BROKERS:-}${GATEWAY_URL:-}
  if [[ -n $others && $files != *",$servers,"* ]]; then
    if [[ -n $(docker compose ps --all --quiet) ]]; then
      step stopping-for-networks
      docker compose down
    fi
    files=$files$servers,
  fi
  if [[ ${CALLBACKS:-} == on ]]; then files=$files$callbacks,; fi
  files=${files#,}
  files=${files%,}
  if [[ $files == "$present" ]]; then return; fi
  if [[ $files == "$base" ]]; then files=''; fi
  write_answer COMPOSE_PATH_SEPARATOR "${files:+,}"
  write_answer COMPOSE_FILE "$files"
}
