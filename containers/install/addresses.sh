# shellcheck shell=bash
# What there is to open.

show_addresses() {
  local folder name
  folder=$(secrets_folder)
  step finished
  if any_role_of edge; then say open-edge "${EDGE_ADDRESS/#0.0.0.0/127.0.0.1}" "$EDGE_PORT"; fi
  if any_role_of gateway; then say open-gateway "$GATEWAY_PORT" "$folder"; fi
  if any_role_of router; then say open-router "$GATEWAY_PORT" "$folder"; fi
  if any_role_of mysql; then say open-adminer "$ADMINER_PORT" "$folder" "${DB_MYSQL_NAME:-picture_resize}"; fi
  if any_role_of control-center; then say open-control-center "$CONTROL_CENTER_PORT"; fi
  if is_on show-credentials; then
    step shown
    while IFS='|' read -r name _; do
      if [[ -e $folder/$name ]]; then say shown-one "$name" "$(cat "$folder/$name")"; fi
    done < <(rows secret)
  fi
  say afterwards
}
