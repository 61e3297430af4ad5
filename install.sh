#!/usr/bin/env bash
# Installs picture-resize-api in containers on this machine, or takes it away again: ./install.sh --help
# install.ps1 is the same for Windows: the same questions and sentences (containers/install/table.txt) and, which a test
# compares, the same steps under the same names. Docker, curl and bash 3.2 are enough.
set -euo pipefail
shopt -u patsub_replacement 2>/dev/null || true
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")"
for part in table flags checks roles answers questions secrets containers readiness smoke-test addresses uninstall; do
  # shellcheck source=/dev/null
  source "containers/install/$part.sh"
done

read_flags "$@"
if is_on help; then
  show_usage
  exit
fi
check_docker
if is_on uninstall; then
  uninstall
  exit
fi
ask_questions
check_memory
write_answers
write_secrets
start_containers
wait_until_ready
resize_a_picture
show_addresses
