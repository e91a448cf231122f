using Npgsql;

namespace TicketBooking.Booking.Faults.Audit;

/// <summary>
/// The judge of every test of faults: reads the tables and the provider's books when everything has come to rest, and says what is not as
/// docs/payments.md promises. It shares no code and no statement with what it judges.
/// </summary>
internal sealed class Auditor(NpgsqlDataSource database, Money money)
{
    public async Task<IReadOnlyList<Violation>> FindViolationsAsync()
    {
        var intents = (await money.IntentsAsync()).ToLookup(intent => intent.BookingId);
        var refunds = await money.RefundsAsync();
        var bookings = await Books.ReadAsync(database);
        return
        [
            .. intents.Where(group => !bookings.ContainsKey(group.Key)).Select(group => new Violation(group.Key, "is unknown to us and has an intent")),
            .. bookings.Values.SelectMany(booking => MoneyRules.Of(booking, [.. intents[booking.Id]], refunds)
                .Concat(SeatRules.Of(booking)).Select(what => new Violation(booking.Id, what))),
            .. await SeatRules.OfSeatsAsync(database),
        ];
    }
}
