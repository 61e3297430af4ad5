#!/bin/bash
# Writes the database as SQL to the standard output, as it was at one moment; the functions go on meanwhile. On the host:
# docker compose exec -T mysql bash /containers/dump.sh >backup.sql
set -euo pipefail

MYSQL_PWD=$(</run/secrets/db-mysql-root-pass)
export MYSQL_PWD
mysqldump --host=127.0.0.1 --user=root --default-character-set=utf8mb4 --max-allowed-packet=128M \
  --single-transaction --quick --hex-blob --no-tablespaces --set-gtid-purged=OFF "${1:-picture_resize}"
# restore.sh hears this: a file that was cut off does not say it.
echo "select 'The backup is whole.';"
