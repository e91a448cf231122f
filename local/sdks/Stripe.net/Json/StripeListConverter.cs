using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>A list is an object in JSON although it can be enumerated, which the serializer would take for an array.</summary>
internal sealed class StripeListConverter<T> : JsonConverter<StripeList<T>>
{
    public override StripeList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new StripeList<T>
        {
            Object = root.GetProperty("object").GetString(),
            Data = root.GetProperty("data").Deserialize<List<T>>(options),
            HasMore = root.TryGetProperty("has_more", out var more) && more.GetBoolean(),
            Url = root.TryGetProperty("url", out var url) ? url.GetString() : null,
        };
    }

    public override void Write(Utf8JsonWriter writer, StripeList<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer, new { @object = value.Object, data = value.Data, has_more = value.HasMore, url = value.Url }, options);
}
