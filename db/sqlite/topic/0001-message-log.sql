-- The local log: topics with partitions, append-only messages, and how far each group has come.
-- Forward only: a change is a new script with the next number.

create table schema_version (
  version integer not null primary key,
  name text not null,
  applied_at integer not null
) strict;

create table topic (
  name text not null primary key,
  partitions integer not null check (partitions > 0)
) strict, without rowid;

-- The next offset is kept beside the messages: it must not start again at 0 when old messages are trimmed.
create table topic_partition (
  topic text not null references topic (name),
  partition integer not null check (partition >= 0),
  next_offset integer not null default 0 check (next_offset >= 0),
  primary key (topic, partition)
) strict, without rowid;

-- headers is a JSON object of texts; written_at is in epoch milliseconds.
create table message (
  topic text not null,
  partition integer not null,
  "offset" integer not null,
  key blob,
  value blob not null,
  headers text not null,
  written_at integer not null,
  primary key (topic, partition, "offset"),
  foreign key (topic, partition) references topic_partition (topic, partition)
) strict, without rowid;

-- committed is the offset of the next message that the group wants.
create table committed_offset (
  group_name text not null,
  topic text not null,
  partition integer not null,
  committed integer not null check (committed >= 0),
  primary key (group_name, topic, partition),
  foreign key (topic, partition) references topic_partition (topic, partition)
) strict, without rowid;

insert into schema_version (version, name, applied_at) values (1, 'message-log', unixepoch() * 1000);
