-- Playback: runs, and the sandbox in which they run operations again. SQLite.
-- Times are epoch milliseconds. JSON is kept as text.

create table playback (
  id text not null primary key,
  revision integer not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  request text not null,
  claim_worker text,
  lease_until integer,
  attempts integer not null,
  progress text,
  reports text not null,
  error_code text,
  error_detail text,
  requested_at integer not null,
  announced_at integer,
  started_at integer,
  ended_at integer
) strict;

create index playback_by_status on playback (status, ended_at);

-- The sandbox has the shape of the live tables, so that the same store works on it.
create table sandbox_operation (
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

create table sandbox_picture (
  operation_id text not null references sandbox_operation (id),
  role text not null check (role in ('source', 'result')),
  bytes blob not null,
  primary key (operation_id, role)
) strict;

create table sandbox_operation_event (
  operation_id text not null references sandbox_operation (id),
  sequence integer not null,
  type text not null,
  at integer not null,
  detail text not null,
  primary key (operation_id, sequence)
) strict, without rowid;

create index sandbox_operation_by_status on sandbox_operation (status, queued_at);

-- How far a mediator has brought each operation.
create table sandbox_workflow (
  operation_id text not null primary key,
  step text not null
) strict, without rowid;

-- Playback and replay look for what was requested in a span of time.
create index operation_by_request on operation (requested_at);

insert into schema_version (version, name, applied_at)
values (3, 'playback', unixepoch('subsec') * 1000);
