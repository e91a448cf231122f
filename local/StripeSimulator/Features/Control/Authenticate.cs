using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;
using TicketBooking.StripeSimulator.Features.Intents;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>The cardholder passes, or fails, the bank's authentication.</summary>
internal static class Authenticate
{
    private static readonly ApiError NotAuthenticated =
        new("invalid_request_error", "The provided payment method has failed authentication.")
        {
            Code = "payment_intent_authentication_failure",
        };

    public static async Task<Results<ContentHttpResult, NotFound, Conflict<string>>> HandleAsync(
        string id, bool? succeed, NpgsqlDataSource source, Transactions transactions, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (await PaymentTables.LockIntentAsync(db, id, cancellationToken) is not { } intent)
        {
            return TypedResults.NotFound();
        }

        if (intent.Status != IntentStatus.RequiresAction)
        {
            return TypedResults.Conflict($"the intent is {intent.Status}");
        }

        var effects = transactions.In(db, cause: null);
        var changed = await (succeed ?? true
            ? effects.ChargeAsync(intent, ConfirmIntent.Approval(intent), null, cancellationToken)
            : effects.ChargeAsync(intent, IntentInput.AuthenticationFailed, NotAuthenticated, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        transactions.Announce();
        return TypedResults.Text(StripeJson.Write(changed), "application/json");
    }
}
