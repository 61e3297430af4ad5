-- Operations, their pictures and their history. SQLite.
-- Times are epoch milliseconds. Digests are SHA-256 in hexadecimal. IDs are 128 random bits in hexadecimal.

create table schema_version (
  version integer not null primary key,
  name text not null,
  applied_at integer not null
) strict;

create table operation (
  number integer not null primary key autoincrement,
  id text not null unique,
  revision integer not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'expired')),
  options text not null,
  source text,
  result text,
  source_digest text,
  result_digest text,
  result_pixel_digest text,
  attempts integer not null,
  crashes integer not null,
  claim_attempt integer,
  claim_worker text,
  lease_until integer,
  error_code text,
  error_detail text,
  engine text,
  timings text,
  requested_at integer not null,
  queued_at integer not null,
  published_at integer,
  claimed_at integer,
  ended_at integer,
  expired_at integer,
  idempotency_key text unique,
  request_digest text
) strict;

create index operation_by_status on operation (status, queued_at);
create index operation_by_end on operation (ended_at);
create index operation_by_result_digest on operation (result_digest);
create index operation_by_result_pixel_digest on operation (result_pixel_digest);

-- Away from the columns that every step reads: a picture is read by its own query only.
create table picture (
  operation_id text not null references operation (id),
  role text not null check (role in ('source', 'result')),
  bytes blob not null,
  primary key (operation_id, role)
) strict;

-- Append only. The row in "operation" is the fold of these.
create table operation_event (
  operation_id text not null references operation (id),
  sequence integer not null,
  type text not null,
  at integer not null,
  detail text not null,
  primary key (operation_id, sequence)
) strict, without rowid;

-- The original's one table. base64() comes with the sqlite3 shell; the program brings its own.
create view response (id, Identifier, BaseCode, Width, Height) as
select
  o.number,
  o.id,
  base64(p.bytes),
  json_extract(o.result, '$.width'),
  json_extract(o.result, '$.height')
from operation o
left join picture p on p.operation_id = o.id and p.role = 'result';

insert into schema_version (version, name, applied_at)
values (1, 'operation', unixepoch('subsec') * 1000);
