create table workflow_instance (
  app_id text not null,
  instance_id text not null,
  execution_id text not null,
  name text not null,
  status smallint not null,
  -- WorkflowState as it is answered, in protobuf; status is repeated above for queries.
  state bytea not null,
  parent_instance_id text,
  parent_task_id int,
  completed_at timestamptz,
  primary key (app_id, instance_id)
);
create index workflow_instance_parent on workflow_instance (app_id, parent_instance_id) where parent_instance_id is not null;
create index workflow_instance_completed_at on workflow_instance (completed_at) where completed_at is not null;

-- What happened, in order; every row is a HistoryEvent in protobuf.
create table workflow_history (
  app_id text not null,
  instance_id text not null,
  sequence bigint generated always as identity,
  event bytea not null,
  primary key (app_id, instance_id, sequence),
  foreign key (app_id, instance_id) references workflow_instance on delete cascade
);

-- What has arrived and is not yet part of a finished turn.
create table workflow_inbox (
  app_id text not null,
  instance_id text not null,
  sequence bigint generated always as identity,
  event bytea not null,
  primary key (app_id, instance_id, sequence),
  foreign key (app_id, instance_id) references workflow_instance on delete cascade
);

-- Activities scheduled and not completed; the request is an ActivityRequest in protobuf.
create table workflow_activity (
  app_id text not null,
  instance_id text not null,
  task_id int not null,
  execution_id text not null,
  request bytea not null,
  primary key (app_id, instance_id, task_id),
  foreign key (app_id, instance_id) references workflow_instance on delete cascade
);

-- Events to put into the inbox at a time: timers that fire, starts that were scheduled.
create table workflow_timer (
  id uuid primary key,
  app_id text not null,
  instance_id text not null,
  fire_at timestamptz not null,
  event bytea not null,
  foreign key (app_id, instance_id) references workflow_instance on delete cascade
);
create index workflow_timer_instance on workflow_timer (app_id, instance_id);
