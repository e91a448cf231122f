using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Payments;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>
/// The client secret of an answer of <see cref="BookSeat"/>: it is a way to pay, so it is not kept with the answer. Stripe is asked for it
/// when the answer is given again.
/// </summary>
internal static class BookSeatSecret
{
    private const string Intent = "paymentIntent";
    private const string Secret = "clientSecret";

    public static AnswerSecrets Kept { get; } = new(Remove, RestoreAsync);

    private static byte[] Remove(byte[] body) => With(body, secret: "");

    private static async Task<(byte[]? Body, ProblemHttpResult? Refusal)> RestoreAsync(HttpContext context, byte[] kept)
    {
        if (JsonNode.Parse(kept)?[Intent]?["id"]?.GetValue<string>() is not { } intentId)
        {
            return (kept, null);
        }

        try
        {
            var intent = await context.RequestServices.GetRequiredService<StripePayments>().GetAsync(intentId, context.RequestAborted);
            return (With(kept, intent.ClientSecret), null);
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, context.RequestAborted))
        {
            return (null, BookingProblems.ProviderSilent());
        }
    }

    private static byte[] With(byte[] body, string secret)
    {
        var answer = JsonNode.Parse(body);
        if (answer?[Intent] is not JsonObject intent)
        {
            return body;
        }

        intent[Secret] = secret;
        return JsonSerializer.SerializeToUtf8Bytes(answer);
    }
}
