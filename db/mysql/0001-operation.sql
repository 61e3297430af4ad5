-- Operations, their pictures and their history. MySQL 8 and MariaDB 10.11, or later.
-- Times are epoch milliseconds. Digests are SHA-256 in hexadecimal. IDs are 128 random bits in hexadecimal.
-- Run again, it changes nothing: a script that was interrupted is simply run again.

create table if not exists schema_version (
  version int unsigned not null primary key,
  name varchar(100) character set ascii collate ascii_bin not null,
  applied_at bigint not null
) engine = InnoDB;

-- JSON is kept as text, so that both servers give back what was written.
create table if not exists operation (
  number bigint unsigned not null auto_increment primary key,
  id char(32) character set ascii collate ascii_bin not null,
  revision int unsigned not null,
  status enum('queued', 'running', 'completed', 'failed', 'expired') character set ascii collate ascii_bin not null,
  options text character set utf8mb4 collate utf8mb4_bin not null,
  source text character set utf8mb4 collate utf8mb4_bin,
  result text character set utf8mb4 collate utf8mb4_bin,
  source_digest char(64) character set ascii collate ascii_bin,
  result_digest char(64) character set ascii collate ascii_bin,
  result_pixel_digest char(64) character set ascii collate ascii_bin,
  attempts int unsigned not null,
  crashes int unsigned not null,
  claim_attempt int unsigned,
  claim_worker varchar(255) character set utf8mb4 collate utf8mb4_bin,
  lease_until bigint,
  error_code varchar(64) character set ascii collate ascii_bin,
  error_detail text character set utf8mb4 collate utf8mb4_bin,
  engine text character set utf8mb4 collate utf8mb4_bin,
  timings text character set utf8mb4 collate utf8mb4_bin,
  requested_at bigint not null,
  queued_at bigint not null,
  published_at bigint,
  claimed_at bigint,
  ended_at bigint,
  expired_at bigint,
  idempotency_key varchar(255) character set ascii collate ascii_bin,
  request_digest char(64) character set ascii collate ascii_bin,
  unique key operation_by_id (id),
  unique key operation_by_idempotency_key (idempotency_key),
  key operation_by_status (status, queued_at),
  key operation_by_end (status, ended_at),
  key operation_by_result_digest (result_digest),
  key operation_by_result_pixel_digest (result_pixel_digest)
) engine = InnoDB row_format = dynamic;

-- Away from the columns that every step reads: a picture is read by its own query only.
create table if not exists picture (
  operation_id char(32) character set ascii collate ascii_bin not null,
  role enum('source', 'result') character set ascii collate ascii_bin not null,
  bytes longblob not null,
  primary key (operation_id, role),
  constraint picture_of_operation foreign key (operation_id) references operation (id)
) engine = InnoDB row_format = dynamic;

-- Append only. The row in "operation" is the fold of these.
create table if not exists operation_event (
  operation_id char(32) character set ascii collate ascii_bin not null,
  sequence int unsigned not null,
  type varchar(32) character set ascii collate ascii_bin not null,
  at bigint not null,
  detail text character set utf8mb4 collate utf8mb4_bin not null,
  primary key (operation_id, sequence),
  constraint event_of_operation foreign key (operation_id) references operation (id)
) engine = InnoDB row_format = dynamic;

-- The original's one table. MySQL breaks base64 into lines, which is taken back here.
create or replace sql security invoker view response (id, Identifier, BaseCode, Width, Height) as
select
  o.number,
  o.id,
  replace(to_base64(p.bytes), char(10 using ascii), ''),
  cast(json_extract(o.result, '$.width') as unsigned),
  cast(json_extract(o.result, '$.height') as unsigned)
from operation o
left join picture p on p.operation_id = o.id and p.role = 'result';

insert ignore into schema_version (version, name, applied_at)
values (1, 'operation', timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000);
