-- Open activities and timers are read from the history. A timer of an instance that has not begun holds the start that was scheduled for
-- later: it goes to the inbox, where it waits for its time.
INSERT INTO workflow_inbox (app_id, instance_id, event)
SELECT t.app_id, t.instance_id, t.event
FROM workflow_timer t JOIN workflow_instance i ON i.app_id = t.app_id AND i.instance_id = t.instance_id WHERE i.status = 6;
DROP TABLE workflow_timer;
DROP TABLE workflow_activity;

-- Workflows start no child workflows any more, so an instance has no parent.
DROP INDEX workflow_instance_parent;
ALTER TABLE workflow_instance DROP COLUMN parent_instance_id, DROP COLUMN parent_task_id;
