using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Reads an entity by its <c>object</c>; null for kinds that have no class here.</summary>
internal sealed class StripeObjectConverter : JsonConverter<IHasObject>
{
    public override IHasObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return root.GetProperty("object").GetString() switch
        {
            "payment_intent" => root.Deserialize<PaymentIntent>(options),
            "charge" => root.Deserialize<Charge>(options),
            "refund" => root.Deserialize<Refund>(options),
            _ => null,
        };
    }

    public override void Write(Utf8JsonWriter writer, IHasObject value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
