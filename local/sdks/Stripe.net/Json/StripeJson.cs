using System.Text.Json;

namespace Stripe;

/// <summary>How Stripe's JSON is read.</summary>
internal static class StripeJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        MaxDepth = 128,
        Converters =
        {
            new UnixTimeConverter(),
            new StripeObjectConverter(),
            new ExpandableFieldConverter<Charge>(),
            new ExpandableFieldConverter<PaymentIntent>(),
            new ExpandableFieldConverter<PaymentMethod>(),
            new StripeListConverter<PaymentIntent>(),
            new StripeListConverter<Refund>(),
        },
    };

    public static T Read<T>(StripeResponse response)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(response.Content, Options) ?? throw StripeException.Invalid(response);
        }
        catch (JsonException)
        {
            throw StripeException.Invalid(response);
        }
    }
}
