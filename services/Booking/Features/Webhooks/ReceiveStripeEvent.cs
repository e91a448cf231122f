using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Payments;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Webhooks;

/// <summary>Checks and stores a webhook; 200 means that it is stored and will have its effect.</summary>
internal static class ReceiveStripeEvent
{
    private const string SignatureHeader = "Stripe-Signature";

    public static async Task<Results<Ok, ProblemHttpResult>> HandleAsync(
        HttpRequest request,
        IOptions<StripeOptions> stripe,
        NpgsqlDataSource database,
        WebhookSignal signal,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        // The signature covers the bytes as sent: they are read, never bound.
        using var reader = new StreamReader(request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        var body = await reader.ReadToEndAsync(cancellationToken);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var signature = request.Headers[SignatureHeader].ToString();
        var received = stripe.Value.WebhookSecrets.Select(secret => Verify(body, signature, secret, now)).FirstOrDefault(e => e is not null);
        if (received is null)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "bad-signature", "This is not a recent event signed by Stripe.");
        }

        if (!StripeIds.AreValid(received))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "bad-event", "An id of this event is missing, too long, or has a NUL.");
        }

        if (!JsonText.IsWellFormed(Encoding.UTF8.GetBytes(body)))
        {
            return TextProblems.Malformed();
        }

        if (await WebhookInbox.TryStoreAsync(database, received.Id, received.Type, body, (received.Data?.Object as PaymentIntent)?.Id, cancellationToken))
        {
            signal.Stored();
        }

        return TypedResults.Ok();
    }

    private static Event? Verify(string body, string signature, string secret, long now)
    {
        try
        {
            return EventUtility.ConstructEvent(
                body, signature, secret, EventUtility.DefaultTimeTolerance, now, throwOnApiVersionMismatch: false);
        }
        catch (Exception exception) when (exception
            is StripeException or JsonException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            return null;
        }
    }
}
