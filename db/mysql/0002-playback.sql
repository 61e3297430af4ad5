-- Playback: runs, and the sandbox in which they run operations again. MySQL 8 and MariaDB 10.11, or later.
-- Times are epoch milliseconds. JSON is kept as text.

create table if not exists playback (
  id char(32) character set ascii collate ascii_bin not null primary key,
  revision int unsigned not null,
  status enum('queued', 'running', 'completed', 'failed', 'cancelled') character set ascii collate ascii_bin not null,
  request mediumtext character set utf8mb4 collate utf8mb4_bin not null,
  claim_worker varchar(255) character set utf8mb4 collate utf8mb4_bin,
  lease_until bigint,
  attempts int unsigned not null,
  progress text character set utf8mb4 collate utf8mb4_bin,
  reports longtext character set utf8mb4 collate utf8mb4_bin not null,
  error_code varchar(64) character set ascii collate ascii_bin,
  error_detail text character set utf8mb4 collate utf8mb4_bin,
  requested_at bigint not null,
  announced_at bigint,
  started_at bigint,
  ended_at bigint,
  key playback_by_status (status, ended_at)
) engine = InnoDB row_format = dynamic;

-- The sandbox has the shape of the live tables, so that the same store works on it. No foreign keys: its rows go together.
create table if not exists sandbox_operation like operation;
create table if not exists sandbox_picture like picture;
create table if not exists sandbox_operation_event like operation_event;

-- How far a mediator has brought each operation.
create table if not exists sandbox_workflow (
  operation_id char(32) character set ascii collate ascii_bin not null primary key,
  step varchar(32) character set ascii collate ascii_bin not null
) engine = InnoDB row_format = dynamic;

insert ignore into schema_version (version, name, applied_at)
values (2, 'playback', timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000);
