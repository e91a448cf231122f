using TicketBooking.Booking.Faults.Audit;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>A browser with the intent that it was given last.</summary>
internal sealed class Buyer(World world)
{
    public Task<bool> HasPaidAsync(string intentId) =>
        world.Provider.ScalarAsync<bool>("SELECT status = 'succeeded' FROM payment_intent WHERE id = $1", intentId);

    /// <summary>Whatever the provider answers: an intent that is cancelled or paid cannot be paid.</summary>
    public async Task PayAsync(Guid bookingId, string method)
    {
        var intents = await world.Database.RowsAsync(
            "SELECT payment_intent_id FROM tbl_payment_attempt WHERE booking_id = $1 AND payment_intent_id IS NOT NULL ORDER BY number DESC LIMIT 1",
            row => row.GetString(0),
            bookingId);
        foreach (var intent in intents)
        {
            await world.Stripe.PayAsync(intent, method);
        }
    }
}
