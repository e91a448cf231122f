-- Open activities and timers are read from the history. A timer of an instance that has not begun holds the start that was scheduled for
-- later: it goes to the inbox, where it waits for its time.
insert into workflow_inbox (app_id, instance_id, event)
select t.app_id, t.instance_id, t.event
from workflow_timer t join workflow_instance i on i.app_id = t.app_id and i.instance_id = t.instance_id where i.status = 6;
drop table workflow_timer;
drop table workflow_activity;

-- Workflows start no child workflows any more, so an instance has no parent.
drop index workflow_instance_parent;
alter table workflow_instance drop column parent_instance_id, drop column parent_task_id;
