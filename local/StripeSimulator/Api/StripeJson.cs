using System.Text.Encodings.Web;
using System.Text.Json;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>Stripe's JSON: snake_case, nulls written out.</summary>
internal static class StripeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"null is no {typeof(T).Name}");
}
