# shellcheck shell=bash
# A picture through everything, as a client would send it.

call() { curl --silent --show-error --noproxy '*' --max-time 30 "$@" 2>&1; }

sides_of() { # FILE: WIDTHxHEIGHT of a PNG, from its first 24 bytes
  local -a byte
  # shellcheck disable=SC2207
  byte=($(od -An -v -tu1 -N24 "$1"))
  if [[ "${byte[*]:0:8}" == '137 80 78 71 13 10 26 10' && ${#byte[@]} == 24 ]]; then
    printf '%sx%s\n' $(((byte[18] << 8) + byte[19])) $(((byte[22] << 8) + byte[23]))
  else
    head -c 200 "$1" | tr -cd '[:print:]'
  fi
}

resize_a_picture() {
  if is_on no-smoke-test; then return; fi
  if ! any_role_of edge; then
    say smoke-no-edge
    return
  fi
  step smoke
  local url begun=$SECONDS limit width height request answer='' identifier='' picture sides
  url="http://${EDGE_ADDRESS/#0.0.0.0/127.0.0.1}:$EDGE_PORT"
  limit=$(set_value smoke-seconds)
  width=$(set_value smoke-width)
  height=$(set_value smoke-height)
  request="{\"image\":\"$(set_value smoke-picture)\",\"width\":$width,\"height\":$height}"
  while [[ -z $identifier ]]; do
    if ((SECONDS - begun > limit)); then die smoke-refused "$url/api/" "$limit" "$answer"; fi
    answer=$(call --header 'content-type: application/json' --data "$request" "$url/api/") || true
    identifier=$(sed -n 's/.*"identifier":"\([0-9a-f]*\)".*/\1/p' <<<"$answer")
    if [[ -z $identifier ]]; then sleep 2; fi
  done
  while [[ $answer != *'"status":"completed"'* ]]; do
    if [[ $answer == *'"status":"failed"'* ]] || ((SECONDS - begun > limit)); then
      die smoke-unfinished "$identifier" "$limit" "$answer"
    fi
    sleep 1
    answer=$(call "$url/api/$identifier?wait=10") || true
  done
  picture=$(mktemp)
  call --output "$picture" "$url/api/$identifier/picture" || true
  sides=$(sides_of "$picture")
  rm -f "$picture"
  call --request DELETE "$url/api/$identifier" || true
  [[ $sides == "${width}x$height" ]] || die smoke-wrong "$width" "$height" "$sides"
  say smoke-done "$width" "$height" "$url/api/"
}
