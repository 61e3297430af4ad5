#!/bin/bash
# Brings the database up to date and gives the program's user its password. It may run as often as one likes: with a new
# version it applies the new scripts, with a new secret it changes the password.
set -euo pipefail

MYSQL_PWD=$(</run/secrets/db-mysql-root-pass)
export MYSQL_PWD
client=(mysql --host="$DB_MYSQL_HOST" --port="$DB_MYSQL_PORT" --user=root --default-character-set=utf8mb4)

"${client[@]}" --execute="create database if not exists \`$DB_MYSQL_NAME\`"
# Each script records itself in schema_version with its last statement; before the first one there is no such table.
is_applied() { # NUMBER
  local table="select count(*) from information_schema.tables where table_schema = '$DB_MYSQL_NAME' and table_name = 'schema_version'"
  [ "$("${client[@]}" --skip-column-names --execute="$table")" = 1 ] || return 1
  local row="select count(*) from schema_version where version = $1"
  [ "$("${client[@]}" --skip-column-names "$DB_MYSQL_NAME" --execute="$row")" = 1 ]
}

for script in /db/mysql/[0-9]*.sql; do
  name=${script##*/}
  if is_applied "$((10#${name%%-*}))"; then continue; fi
  echo "applying $name"
  "${client[@]}" "$DB_MYSQL_NAME" <"$script"
done
"${client[@]}" "$DB_MYSQL_NAME" </db/mysql/application-user.sql

password=$(</run/secrets/db-mysql-pass)
password=${password//\\/\\\\}
password=${password//\'/\'\'}
"${client[@]}" <<<"alter user 'picture_resize'@'%' identified by '$password' account unlock"
