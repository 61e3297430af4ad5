#!/bin/bash
# Gives the database's user root the password that comes on the standard input; /run/secrets has the present one. On the host:
# docker compose exec -T mysql bash /containers/change-root-password.sh <new-password
set -euo pipefail

MYSQL_PWD=$(</run/secrets/db-mysql-root-pass)
export MYSQL_PWD
client=(mysql --host=127.0.0.1 --user=root --default-character-set=utf8mb4 --skip-column-names)

password=$(cat)
password=${password//\\/\\\\}
password=${password//\'/\'\'}
accounts=$("${client[@]}" --execute="select concat('''root''@''', host, ''' identified by ''') from mysql.user where user = 'root'")
statement=''
while IFS= read -r account; do statement="$statement, $account$password'"; done <<<"$accounts"
"${client[@]}" <<<"alter user ${statement#, }"
