-- By status first: what has expired has ended too, and stays for ever.
drop index operation_by_end;
create index operation_by_end on operation (status, ended_at);

insert into schema_version (version, name, applied_at)
values (2, 'find-what-is-due', unixepoch('subsec') * 1000);
