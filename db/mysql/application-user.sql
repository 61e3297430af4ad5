-- The user that the program works as: its own tables, and of each only what it does with it. It is created locked and
-- without a password; db/README.md says how to give it one. Run this in the program's database, behind the numbered scripts.

create user if not exists 'picture_resize'@'%' account lock;

grant select on schema_version to 'picture_resize'@'%';
grant select, insert, update on operation to 'picture_resize'@'%';
grant select, insert on operation_event to 'picture_resize'@'%';
grant select, insert, delete on picture to 'picture_resize'@'%';
grant select, insert, update, delete on callback to 'picture_resize'@'%';
grant select, insert, update, delete on playback to 'picture_resize'@'%';
grant select, insert, update, delete on sandbox_operation to 'picture_resize'@'%';
grant select, insert, delete on sandbox_operation_event to 'picture_resize'@'%';
grant select, insert, delete on sandbox_picture to 'picture_resize'@'%';
grant select, insert, update, delete on sandbox_workflow to 'picture_resize'@'%';
