-- Callbacks: who is to be told of the end of an operation, until that is done. Times are epoch milliseconds.
create table callback (
  operation_id text not null primary key references operation (id),
  url text not null,
  due_at integer not null,
  tries integer not null
) strict, without rowid;

create index callback_by_due on callback (due_at);

insert into schema_version (version, name, applied_at)
values (4, 'callback', unixepoch('subsec') * 1000);
