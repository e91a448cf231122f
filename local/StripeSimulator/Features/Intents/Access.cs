using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Features.Intents;

/// <summary>Checks access to an intent: the secret key reaches all, the publishable key those that it has the client secret of.</summary>
internal static class Access
{
    public static async Task<PaymentIntent> LockAsync(this Call call, string id, CancellationToken cancellationToken) =>
        call.Allow(await PaymentTables.LockIntentAsync(call.Db, id, cancellationToken) ?? throw Errors.NoSuch("payment_intent", id, "intent"));

    public static async Task<PaymentIntent> ReadAsync(this Call call, string id, CancellationToken cancellationToken) =>
        call.Allow(await PaymentTables.ReadIntentAsync(call.Db, id, cancellationToken) ?? throw Errors.NoSuch("payment_intent", id, "intent"));

    /// <summary>The answer as this key may see it.</summary>
    public static Answer Show(this Call call, PaymentIntent intent) => Answer.Ok(call.Visible(intent));

    public static PaymentIntent Visible(this Call call, PaymentIntent intent) => call.Request.Key == KeyKind.Secret
        ? intent
        : intent with { Metadata = [], Customer = null, LatestCharge = null };

    private static PaymentIntent Allow(this Call call, PaymentIntent intent)
    {
        var given = call.Parameters.Text("client_secret");
        if (call.Request.Key == KeyKind.Publishable && given is null)
        {
            throw Errors.Missing("client_secret");
        }

        return given is null || given == intent.ClientSecret
            ? intent
            : throw Errors.InvalidParameter(
                "client_secret",
                "payment_intent_invalid_parameter",
                "The client_secret provided does not match the client_secret associated with the PaymentIntent.");
    }
}
