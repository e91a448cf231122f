CREATE TABLE workflow_instance (
  app_id text NOT NULL,
  instance_id text NOT NULL,
  execution_id text NOT NULL,
  name text NOT NULL,
  status smallint NOT NULL,
  -- WorkflowState as it is answered, in protobuf; status is repeated above for queries.
  state bytea NOT NULL,
  parent_instance_id text,
  parent_task_id int,
  completed_at timestamptz,
  PRIMARY KEY (app_id, instance_id)
);
CREATE INDEX workflow_instance_parent ON workflow_instance (app_id, parent_instance_id) WHERE parent_instance_id IS NOT NULL;
CREATE INDEX workflow_instance_completed_at ON workflow_instance (completed_at) WHERE completed_at IS NOT NULL;

-- What happened, in order; every row is a HistoryEvent in protobuf.
CREATE TABLE workflow_history (
  app_id text NOT NULL,
  instance_id text NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  event bytea NOT NULL,
  PRIMARY KEY (app_id, instance_id, sequence),
  FOREIGN KEY (app_id, instance_id) REFERENCES workflow_instance ON DELETE CASCADE
);

-- What has arrived and is not yet part of a finished turn.
CREATE TABLE workflow_inbox (
  app_id text NOT NULL,
  instance_id text NOT NULL,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  event bytea NOT NULL,
  PRIMARY KEY (app_id, instance_id, sequence),
  FOREIGN KEY (app_id, instance_id) REFERENCES workflow_instance ON DELETE CASCADE
);

-- Activities scheduled and not completed; the request is an ActivityRequest in protobuf.
CREATE TABLE workflow_activity (
  app_id text NOT NULL,
  instance_id text NOT NULL,
  task_id int NOT NULL,
  execution_id text NOT NULL,
  request bytea NOT NULL,
  PRIMARY KEY (app_id, instance_id, task_id),
  FOREIGN KEY (app_id, instance_id) REFERENCES workflow_instance ON DELETE CASCADE
);

-- Events to put into the inbox at a time: timers that fire, starts that were scheduled.
CREATE TABLE workflow_timer (
  id uuid PRIMARY KEY,
  app_id text NOT NULL,
  instance_id text NOT NULL,
  fire_at timestamptz NOT NULL,
  event bytea NOT NULL,
  FOREIGN KEY (app_id, instance_id) REFERENCES workflow_instance ON DELETE CASCADE
);
CREATE INDEX workflow_timer_instance ON workflow_timer (app_id, instance_id);
