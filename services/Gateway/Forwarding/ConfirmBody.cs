using System.Text.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>Translates the body of <c>/bookings/confirm</c>, {eventId, holdId, paymentId}, to the service's {holdId, paymentIntentId}.</summary>
internal static class ConfirmBody
{
    /// <summary>A name that occurs twice cannot be translated.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task TranslateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var translated = Translate(body.ToArray());
        request.Body = new MemoryStream(translated);
        request.ContentLength = translated.Length;
    }

    private static byte[] Translate(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: Strict) is not JsonObject confirmation)
            {
                return body;
            }

            confirmation.Remove("eventId");
            if (confirmation.Remove("paymentId", out var payment))
            {
                confirmation["paymentIntentId"] = payment;
            }

            return JsonSerializer.SerializeToUtf8Bytes(confirmation);
        }
        catch (JsonException)
        {
            // The service answers with the error.
            return body;
        }
    }
}
