using Npgsql;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>Every captured payment is for one confirmed booking, and each of those is paid once.</summary>
internal static class MoneyRules
{
    private const string Bookings =
        """
        SELECT b.id, b.status, (SELECT coalesce(sum(price_minor), 0)::bigint FROM tbl_booking_seat s WHERE s.booking_id = b.id AND s.cancelled_at IS NULL)
        FROM tbl_booking b
        """;

    private const string Attempts = "SELECT id, booking_id, payment_intent_id, outcome FROM tbl_payment_attempt";

    public static async Task<IEnumerable<Difference>> FindAsync(NpgsqlDataSource booking, Ledger ledger, CancellationToken cancellationToken)
    {
        var bookings = (await booking.RowsAsync(
            Bookings, row => (Id: row.GetGuid(0), Status: row.GetString(1), Price: row.GetInt64(2)), cancellationToken)).ToDictionary(row => row.Id);
        var attempts = (await booking.RowsAsync(
            Attempts,
            row => (Id: row.GetGuid(0), Booking: row.GetGuid(1), Intent: row.IsDBNull(2) ? null : row.GetString(2), Outcome: row.GetString(3)),
            cancellationToken)).ToDictionary(row => row.Id);
        var kept = ledger.Intents.Where(intent => intent.BookingId is not null && intent.Kept > 0).ToLookup(intent => intent.BookingId!.Value);
        var blocked = attempts.Values.Where(attempt => attempt.Outcome == "REFUND_BLOCKED").Select(attempt => attempt.Booking).ToHashSet();
        var intents = ledger.Intents.Select(intent => intent.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. ledger.Intents.Where(intent => intent.BookingId is not { } id || !bookings.ContainsKey(id))
                .Select(intent => new Difference("orphan intent", $"{intent.Id} is of no booking")),
            .. ledger.Intents.Where(intent => intent.BookingId is { } id && bookings.ContainsKey(id) && !IsOf(intent))
                .Select(intent => new Difference("orphan intent", $"{intent.Id} is of no attempt of {intent.BookingId}")),
            .. ledger.Intents.Where(intent => intent.IsOpen && intent.BookingId is { } id && bookings.TryGetValue(id, out var of) && of.Status is not ("HELD" or "PENDING_PAYMENT"))
                .Select(intent => new Difference("open intent", $"{intent.Id} is {intent.Status}, and {intent.BookingId} is {bookings[intent.BookingId!.Value].Status}")),
            .. attempts.Values.Where(attempt => attempt.Intent is { } id && !intents.Contains(id))
                .Select(attempt => new Difference("unknown intent", $"{attempt.Intent} of {attempt.Booking} is not in the ledger")),
            .. bookings.Values.Where(row => !blocked.Contains(row.Id) && Money(row.Id) is var money && !(row.Status == "CONFIRMED" && row.Price > 0
                    ? money.Count == 1 && money.Sum == row.Price : money.Count == 0))
                .Select(row => new Difference("money", $"{row.Id} is {row.Status} for {row.Price}, and {Money(row.Id).Count} payments of {Money(row.Id).Sum} were kept")),
        ];

        // An attempt learns of its intent after the provider has made it; the intent knows its attempt from the beginning.
        bool IsOf(Intent intent) => intent.AttemptId is { } id && attempts.TryGetValue(id, out var attempt)
            && attempt.Booking == intent.BookingId && (attempt.Intent is null || attempt.Intent == intent.Id);

        (int Count, long Sum) Money(Guid id) => (kept[id].Count(), kept[id].Sum(intent => intent.Kept));
    }
}
