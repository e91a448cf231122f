using System.Text.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>What <c>/bookings/confirm</c> calls {eventId, holdId, paymentId} is {holdId, paymentIntentId} to the service.</summary>
internal static class ConfirmBody
{
    /// <summary>A name that is there twice has no meaning that could be translated.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task TranslateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var translated = Translate(body.ToArray());
        request.Body = new MemoryStream(translated);
        // A chunked body has become one whose length is known.
        request.Headers.TransferEncoding = default;
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
            // The service says what is wrong with it.
            return body;
        }
    }
}
