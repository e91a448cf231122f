using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Behaviour;
using TicketBooking.StripeSimulator.Webhooks;

namespace TicketBooking.StripeSimulator.Calls;

/// <summary>Gives an open transaction its writer of events, and wakes the workers once it is committed.</summary>
internal sealed class Transactions(IOptions<SimulatorOptions> options, Misbehaviour misbehaviour, Wakeup wakeup, TimeProvider clock)
{
    public Effects In(NpgsqlConnection db, ApiRequest? cause)
    {
        var now = clock.GetUtcNow();
        return new Effects(db, new EventWriter(db, misbehaviour, Delivers, cause, now), now, now + options.Value.SettlementDelay);
    }

    public void Announce() => wakeup.Signal();

    private bool Delivers(string type) => !string.IsNullOrEmpty(options.Value.WebhookUrl)
        && (options.Value.WebhookEvents.Count == 0 || options.Value.WebhookEvents.Contains(type));
}
