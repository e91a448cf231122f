using TicketBooking.Booking.Faults.Audit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Makes a confirmed booking into thousands, in our tables and in the provider's books, as if each had been bought and paid alone.</summary>
internal static class Crowd
{
    /// <summary>A copy's ids, from the original's booking id and the copy's number; both databases compute the same.</summary>
    private const string Ids =
        """
        SELECT n, md5('booking' || $1 || n)::uuid AS booking, md5('seat' || $1 || n)::uuid AS seat, md5('attempt' || $1 || n)::uuid AS attempt,
          'pi_copy' || n AS intent, 'ch_copy' || n AS charge
        FROM generate_series(1, $2) AS n
        """;

    private static readonly string[] OurTables =
    [
        "INSERT INTO tbl_booking SELECT (jsonb_populate_record(original, jsonb_build_object('id', copy.booking))).* FROM tbl_booking original, copy WHERE original.id = $1::uuid",
        """
        INSERT INTO tbl_booking_seat
        SELECT (jsonb_populate_record(original, jsonb_build_object('booking_id', copy.booking, 'seat_id', copy.seat, 'seat_number', 'B' || copy.n))).*
        FROM tbl_booking_seat original, copy WHERE original.booking_id = $1::uuid AND original.position = 1
        """,
        """
        INSERT INTO tbl_seat_claim
        SELECT (jsonb_populate_record(original, jsonb_build_object('booking_id', copy.booking, 'seat_id', copy.seat, 'seat_number', 'B' || copy.n, 'version', 1))).*
        FROM tbl_seat_claim original, copy WHERE original.booking_id = $1::uuid AND original.seat_number = 'A1'
        """,
        """
        INSERT INTO tbl_payment_attempt
        SELECT (jsonb_populate_record(original, jsonb_build_object(
          'id', copy.attempt, 'booking_id', copy.booking, 'payment_intent_id', copy.intent, 'purged_at', now()))).*
        FROM tbl_payment_attempt original, copy WHERE original.booking_id = $1::uuid
        """,
        """
        INSERT INTO tbl_booking_outbox (id, aggregate_type, aggregate_id, type, payload, occurred_at)
        SELECT md5('message' || copy.booking)::uuid, original.aggregate_type, copy.booking::text, original.type,
          original.payload || jsonb_build_object('bookingId', copy.booking, 'seats', jsonb_build_array(jsonb_build_object(
            'seatId', copy.seat, 'seatNumber', 'B' || copy.n, 'status', 'BOOKED', 'version', 1))), original.occurred_at
        FROM tbl_booking_outbox original, copy WHERE original.aggregate_id = $1 AND original.payload ->> 'status' = 'CONFIRMED'
        """,
    ];

    private static readonly string[] ProvidersTables =
    [
        """
        INSERT INTO payment_intent (id, body)
        SELECT copy.intent, original.body || jsonb_build_object('id', copy.intent, 'latest_charge', copy.charge, 'metadata',
          original.body -> 'metadata' || jsonb_build_object('bookingId', copy.booking, 'attemptId', copy.attempt))
        FROM payment_intent original, copy WHERE original.body #>> '{metadata,bookingId}' = $1
        """,
        """
        INSERT INTO charge (id, payment_intent, body)
        SELECT copy.charge, copy.intent, charge.body || jsonb_build_object('id', copy.charge, 'payment_intent', copy.intent)
        FROM charge JOIN payment_intent intent ON intent.id = charge.payment_intent, copy WHERE intent.body #>> '{metadata,bookingId}' = $1
        """,
    ];

    public static async Task CopyAsync(Stand stand, Guid booking, int copies)
    {
        foreach (var statement in OurTables)
        {
            await stand.Database.ExecuteAsync($"WITH copy AS ({Ids}) {statement}", $"{booking}", copies);
        }

        foreach (var statement in ProvidersTables)
        {
            await stand.ProviderDatabase.ExecuteAsync($"WITH copy AS ({Ids}) {statement}", $"{booking}", copies);
        }

        // The auditor asks for each booking's last message.
        await stand.Database.ExecuteAsync("CREATE INDEX ON tbl_booking_outbox (aggregate_id)");
    }
}
