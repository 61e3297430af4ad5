# shellcheck shell=bash
# The questions of table.txt. A flag answers, else the environment, else .env, else the default; in a terminal, who sits there.

used_ports=' '

is_asked() { # HERE AWAY: the columns of a question
  if [[ $1 != - ]] && ! any_role_of "$1"; then return 1; fi
  if [[ $2 != - ]] && any_role_of "$2"; then return 1; fi
}

find_fault() { # FLAG VARIABLE RULE: sets fault to what is wrong with the answer, if anything
  local allowed pattern value=${!2}
  fault=''
  IFS='|' read -r allowed pattern < <(rows "rule|$3")
  if ! [[ $value =~ $pattern ]]; then
    fault=$(text not-valid "$1" "$value" "$allowed")
  elif [[ $3 == roles ]]; then
    if [[ $value == all ]]; then export "$2=$(set_value all-roles)"; fi
    find_role_fault
  elif [[ $3 == port && $used_ports == *" $value "* ]]; then
    fault=$(text port-twice "$value")
  elif [[ $3 == port ]] && ! is_free "$value"; then
    fault=$(text port-taken "$value")
  elif [[ $3 == port ]]; then
    used_ports="$used_ports$value "
  fi
}

read_line() { # OPTION...: sets line to what somebody types, or to the next line of the input
  line=''
  IFS= read -r "$@" line || [[ -n $line ]] || die no-input
}

ask() { # FLAG VARIABLE RULE QUESTION: until the answer is a good one
  local line offered=${!2}
  while :; do
    printf '%s%s ' "$4" "${offered:+ [$offered]}"
    read_line
    export "$2=${line:-$offered}"
    find_fault "$1" "$2" "$3"
    if [[ -z $fault ]]; then return; fi
    printf '%s\n' "$fault"
  done
}

ask_questions() {
  local flag variable here away rule default question
  if ! is_on yes; then
    step choosing
    show_roles
  fi
  while IFS='|' read -r flag variable here away rule default question <&3; do
    if [[ $flag == credentials && -z $(missing_secrets) ]]; then continue; fi
    if [[ $given != *" $variable "* && -z ${!variable:-} ]]; then export "$variable=$(kept_answer "$variable")"; fi
    if [[ -z ${!variable} && $default != - ]] && { [[ $here == flag ]] || is_asked "$here" "$away"; }; then
      export "$variable=$default"
    fi
    if is_asked "$here" "$away" && ! is_on yes && [[ $given != *" $variable "* ]]; then
      ask "$flag" "$variable" "$rule" "$question"
    elif [[ -n ${!variable} ]]; then
      find_fault "$flag" "$variable" "$rule"
      if [[ -n $fault ]]; then
        printf '%s\n' "$fault" >&2
        exit 1
      fi
    elif is_asked "$here" "$away"; then
      die answer-missing "$question" "$flag"
    fi
  done 3< <(rows question)
}
