# shellcheck shell=bash
# The files that docker-compose.yml takes as secrets. What is there stays as it is.

secrets_folder() {
  local folder=${SECRETS_DIR:-$(kept_answer SECRETS_DIR)}
  printf '%s\n' "${folder:-./secrets}"
}

missing_secrets() { # the rows of those that this machine needs and does not have
  local folder name rest
  folder=$(secrets_folder)
  while IFS='|' read -r name rest; do
    if [[ $name == callback-secret && ${CALLBACKS:-} != on ]]; then continue; fi
    if any_role_of "$(cut -d '|' -f 3 <<<"$rest")" && [[ ! -e $folder/$name ]]; then
      printf '%s\n' "$name|$rest"
    fi
  done < <(rows secret)
}

random_secret() { # 32 letters and digits: 24 bytes in base64
  local letters
  letters=$(head -c 48 /dev/urandom | base64 | tr -d '+/=\n')
  printf '%s\n' "${letters:0:32}"
}

type_secret() { # QUESTION PATTERN ALLOWED: sets value
  local line
  while :; do
    printf '%s' "$(text type-secret "$1") "
    read_line -s
    printf '\n'
    value=$line
    if [[ $value =~ $2 ]]; then return; fi
    say secret-not-valid "$1" "$3"
  done
}

# Nobody but the owner comes as far as the files; inside a container, where the folder is not, any user can read its file.
write_secrets() {
  local folder name variable made rule default question allowed pattern value
  folder=$(secrets_folder)
  mkdir -p "$folder"
  chmod 700 "$folder"
  while IFS='|' read -r name variable made _ rule default question <&3; do
    if [[ $name == db-mysql-root-pass ]] && docker volume inspect "${COMPOSE_PROJECT_NAME}_mysql" >/dev/null 2>&1; then
      die secret-lost "${COMPOSE_PROJECT_NAME}_mysql" "$folder/$name"
    fi
    IFS='|' read -r allowed pattern < <(rows "rule|$rule")
    value=${!variable:-}
    if [[ -n $value ]]; then
      [[ $value =~ $pattern ]] || die secret-not-valid "$variable" "$allowed"
    elif [[ $INSTALL_CREDENTIALS == typed ]] || ! any_role_of "$made"; then
      if is_on yes; then die secret-missing "$name" "$folder" "$variable"; fi
      type_secret "$question" "$pattern" "$allowed"
    else
      value=${default/random/$(random_secret)}
    fi
    printf '%s' "$value" >"$folder/$name.new"
    chmod 444 "$folder/$name.new"
    mv "$folder/$name.new" "$folder/$name"
  done 3< <(missing_secrets)
  say wrote "$folder"
}
