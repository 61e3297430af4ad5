# shellcheck shell=bash
# Which parts of the system are on this machine: profiles of docker-compose.yml.

any_role_of() { # LIST: one of these roles is on this machine
  local role
  for role in ${1//,/ }; do
    if [[ ",${COMPOSE_PROFILES:-}," == *",$role,"* ]]; then return 0; fi
  done
  return 1
}

show_roles() {
  local name about
  while IFS='|' read -r name _ about; do printf '  %-28s %s\n' "$name" "$about"; done < <(rows role)
}

find_role_fault() { # sets fault
  local role every pair
  every=$(rows role | cut -d '|' -f 1)
  for role in ${COMPOSE_PROFILES//,/ }; do
    if ! grep -qx -- "$role" <<<"$every"; then
      fault=$(text role-unknown "$role" "$(paste -s -d , - <<<"$every")")
    fi
  done
  for pair in gateway,router kafka,zookeeper; do
    if any_role_of "${pair%,*}" && any_role_of "${pair#*,}"; then
      fault=$(text roles-exclude "${pair%,*}" "${pair#*,}")
    fi
  done
  if any_role_of functions; then
    any_role_of gateway,router || fault=$(text roles-together)
  elif any_role_of gateway,router; then
    fault=$(text roles-together)
  fi
}
