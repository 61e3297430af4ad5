#!/bin/bash
# Puts what dump.sh has written in the place of what is in the database; nothing else may work with it meanwhile. On the host:
# docker compose exec -T mysql bash /containers/restore.sh <backup.sql
set -euo pipefail

MYSQL_PWD=$(</run/secrets/db-mysql-root-pass)
export MYSQL_PWD
client=(mysql --host=127.0.0.1 --user=root --default-character-set=utf8mb4 --max-allowed-packet=128M)
database=${1:-picture_resize}

"${client[@]}" --execute="create database if not exists \`$database\`"
said=$("${client[@]}" --skip-column-names "$database")
if [[ $said != 'The backup is whole.' ]]; then
  echo 'The backup has no end: it was cut off, and the database is not whole now. Restore another backup.' >&2
  exit 1
fi
