-- Callbacks: who is to be told of the end of an operation, until that is done. Times are epoch milliseconds.
create table if not exists callback (
  operation_id char(32) character set ascii collate ascii_bin not null primary key,
  url varchar(2048) character set utf8mb4 collate utf8mb4_bin not null,
  due_at bigint not null,
  tries int unsigned not null,
  key callback_by_due (due_at),
  constraint callback_of_operation foreign key (operation_id) references operation (id)
) engine = InnoDB row_format = dynamic;

insert ignore into schema_version (version, name, applied_at)
values (4, 'callback', timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000);
