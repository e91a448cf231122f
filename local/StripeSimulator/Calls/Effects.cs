using Npgsql;
using TicketBooking.StripeSimulator.Webhooks;

namespace TicketBooking.StripeSimulator.Calls;

/// <summary>The open transaction, the events that go with it, its time, and when a delayed payment made in it is settled.</summary>
internal sealed record Effects(NpgsqlConnection Db, EventWriter Events, DateTimeOffset Time, DateTimeOffset SettlesAt)
{
    /// <summary>Stripe's clock: seconds since 1970.</summary>
    public long Now => Time.ToUnixTimeSeconds();
}
