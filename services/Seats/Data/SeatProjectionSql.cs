namespace TicketBooking.Seats.Data;

/// <summary>The statement of <see cref="SeatProjection"/>.</summary>
internal static class SeatProjectionSql
{
    /// <summary>
    /// Parameters: for each change its seat, event, status and version; a seat of an event once. Rows are locked in the order of all writers:
    /// the seats by their ids, then the events by theirs. An event's counts and history have the event's lock.
    /// </summary>
    /// <remarks>
    /// A sub-select around each array hides its length from the planner, and ARRAY (…) that of a set. So it expects few rows and looks each up
    /// by its key, however many there are and however old its statistics. A seat's event is compared only after the seat is found: beside the
    /// key, it would let the planner read all seats of an event that it has no statistics of. A count is added up from the locked row: PostgreSQL
    /// checks a constraint also on what would become of a row that another transaction has changed since this one's snapshot.
    /// The bounds matter only after an instance of an older version has changed seats without counting: that must not stop the event.
    /// </remarks>
    public const string Apply = """
        WITH change AS MATERIALIZED (
            SELECT * FROM unnest((SELECT $1::uuid[]), (SELECT $2::uuid[]), (SELECT $3::text[]), (SELECT $4::bigint[]))
                AS c (id, event_id, status, version)),
        found AS MATERIALIZED (
            SELECT seat.id, seat.event_id, seat.status AS before, change.event_id AS expected_event_id, change.status, change.version
            FROM change JOIN tbl_seat seat ON seat.id = change.id
            ORDER BY seat.id
            FOR NO KEY UPDATE OF seat),
        known AS MATERIALIZED (SELECT * FROM found WHERE event_id = expected_event_id),
        applied AS (
            UPDATE tbl_seat seat SET status = known.status, version = known.version
            FROM known
            WHERE seat.id = known.id AND seat.version < known.version
            RETURNING seat.event_id, seat.section, seat.seat_number, seat.status, known.before),
        visible AS MATERIALIZED (SELECT event_id, section, seat_number, status, before FROM applied WHERE status <> before),
        changed AS MATERIALIZED (
            SELECT id FROM tbl_event WHERE id = ANY (ARRAY (SELECT DISTINCT event_id FROM visible)) ORDER BY id FOR NO KEY UPDATE),
        tick AS (
            UPDATE tbl_event SET seq = seq + 1 WHERE id = ANY (ARRAY (SELECT id FROM changed)) RETURNING id, seq),
        batch AS MATERIALIZED (
            SELECT tick.id AS event_id, tick.seq, visible.section, visible.seat_number, visible.status, visible.before
            FROM visible JOIN tick ON tick.id = visible.event_id),
        kept AS (
            INSERT INTO tbl_seat_change (event_id, seq, seat_number, status) SELECT event_id, seq, seat_number, status FROM batch),
        difference AS MATERIALIZED (
            SELECT event_id, seq, section,
                count(*) FILTER (WHERE status = 'AVAILABLE') - count(*) FILTER (WHERE before = 'AVAILABLE') AS available
            FROM batch
            GROUP BY event_id, seq, section),
        total AS MATERIALIZED (
            SELECT section.event_id, section.section,
                least(greatest(section.available + difference.available, 0), section.seat_count) AS available
            FROM difference JOIN tbl_section_count section ON section.event_id = difference.event_id AND section.section = difference.section
            WHERE difference.available <> 0
            FOR NO KEY UPDATE OF section),
        counted AS (
            UPDATE tbl_section_count section SET available = total.available
            FROM total
            WHERE section.event_id = total.event_id AND section.section = total.section),
        to_tell AS (
            INSERT INTO tbl_availability_change (event_id, seq) SELECT DISTINCT event_id, seq FROM difference WHERE available <> 0),
        unknown AS (SELECT event_id, id FROM change EXCEPT SELECT event_id, id FROM known)
        SELECT (SELECT coalesce(array_agg(event_id), '{}') FROM batch), (SELECT coalesce(array_agg(seq), '{}') FROM batch),
            (SELECT coalesce(array_agg(seat_number), '{}') FROM batch), (SELECT coalesce(array_agg(status), '{}') FROM batch),
            (SELECT coalesce(array_agg(event_id), '{}') FROM unknown), (SELECT coalesce(array_agg(id), '{}') FROM unknown)
        """;
}
