-- Playback and replay look for what was requested in a span of time.
alter table operation add key operation_by_request (requested_at);

insert ignore into schema_version (version, name, applied_at)
values (3, 'find-by-request', timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000);
