# shellcheck shell=bash
# The flags, as table.txt lists them.

given=' ' # the variables that flags have set
switches=' '

is_on() { [[ $switches == *" $1 "* ]]; }

read_flags() {
  local argument flag variable
  while [[ $# -gt 0 ]]; do
    argument=$1
    flag=${argument#--}
    flag=${flag%%=*}
    shift
    [[ $argument == --?* ]] || die unknown-flag "$argument"
    if [[ $argument != *=* && -n $(rows "switch|$flag") ]]; then
      switches="$switches$flag "
      continue
    fi
    variable=$(rows "question|$flag" | cut -d '|' -f 1)
    [[ -n $variable ]] || die unknown-flag "$argument"
    if [[ $argument == *=* ]]; then
      export "$variable=${argument#*=}"
    else
      [[ $# -gt 0 ]] || die flag-without-value "$argument"
      export "$variable=$1"
      shift
    fi
    given="$given$variable "
  done
}

show_usage() {
  local name variable default about
  say usage
  while IFS='|' read -r name about; do printf '  --%-26s %s\n' "$name" "$about"; done < <(rows switch)
  while IFS='|' read -r name variable _ _ _ default about; do
    [[ $default == - ]] && default='' || default=" [$default]"
    printf '  --%-26s %s%s\n' "$name VALUE" "$about" "$default"
  done < <(rows question)
  say usage-credentials
  while IFS='|' read -r _ variable _ _ _ _ about; do printf '  %-28s %s\n' "$variable" "$about"; done < <(rows secret)
  say usage-roles "$(set_value all-roles)"
  show_roles
}
