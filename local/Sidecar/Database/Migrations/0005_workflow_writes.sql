-- A change of an instance is one statement, which is a transaction of its own. One process writes, one change of an instance at a time
-- (Workflow/InstanceMemory.cs), so rows need neither locks nor references to each other.
ALTER TABLE workflow_history DROP CONSTRAINT workflow_history_app_id_instance_id_fkey;
ALTER TABLE workflow_inbox DROP CONSTRAINT workflow_inbox_app_id_instance_id_fkey;

-- Deletes an instance that has ended.
CREATE FUNCTION workflow_purge(p_app text, p_id text, p_terminal smallint[]) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM workflow_instance WHERE app_id = p_app AND instance_id = p_id AND status = ANY (p_terminal);
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  DELETE FROM workflow_history WHERE app_id = p_app AND instance_id = p_id;
  DELETE FROM workflow_inbox WHERE app_id = p_app AND instance_id = p_id;
  RETURN true;
END $$;

-- Makes an instance with its start in its inbox, and returns the row of that. Null when the id is taken: it is free again when its instance has
-- ended; that one loses its history.
CREATE FUNCTION workflow_start(
  p_app text, p_id text, p_execution text, p_name text, p_status smallint, p_state bytea, p_event bytea, p_terminal smallint[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  result bigint;
BEGIN
  FOR try IN 1..2 LOOP
    INSERT INTO workflow_instance (app_id, instance_id, execution_id, name, status, state)
    VALUES (p_app, p_id, p_execution, p_name, p_status, p_state) ON CONFLICT DO NOTHING;
    EXIT WHEN FOUND;
    IF NOT workflow_purge(p_app, p_id, p_terminal) THEN
      RETURN NULL;
    END IF;
  END LOOP;

  INSERT INTO workflow_inbox (app_id, instance_id, event) VALUES (p_app, p_id, p_event) RETURNING sequence INTO result;
  RETURN result;
END $$;

-- Stores a turn: its events as one row, that its part of the inbox is read, and the instance's new state. False when it is not current any more.
CREATE FUNCTION workflow_turn(
  p_app text, p_id text, p_execution text, p_read bigint[], p_events bytea, p_status smallint, p_state bytea, p_completed timestamptz,
  p_terminal smallint[])
RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
  UPDATE workflow_instance SET status = p_status, state = p_state, completed_at = p_completed
  WHERE app_id = p_app AND instance_id = p_id AND execution_id = p_execution AND status <> ALL (p_terminal);
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  DELETE FROM workflow_inbox WHERE app_id = p_app AND instance_id = p_id AND (p_completed IS NOT NULL OR sequence = ANY (p_read));
  INSERT INTO workflow_history (app_id, instance_id, event) VALUES (p_app, p_id, p_events);
  RETURN true;
END $$;
