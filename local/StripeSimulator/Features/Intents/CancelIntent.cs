using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class CancelIntent
{
    public static async Task<Answer> HandleAsync(Call call, string id, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        var reason = call.Parameters.OneOf(
            "cancellation_reason", "none", "none", "duplicate", "fraudulent", "requested_by_customer", "abandoned");
        var intent = await call.LockAsync(id, cancellationToken);
        if (IntentMachine.Next(intent.Status, IntentInput.Cancelled) is not { } status)
        {
            return Errors.UnexpectedState(intent, "cancel");
        }

        var cancelled = intent.Cancelled(status, reason == "none" ? null : reason, call.Effects.Now);
        return call.Show(await call.Effects.SaveAsync(cancelled, cancellationToken));
    }
}
