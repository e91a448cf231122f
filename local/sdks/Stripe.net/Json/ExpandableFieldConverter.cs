using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stripe;

internal sealed class ExpandableFieldConverter<T> : JsonConverter<ExpandableField<T>>
    where T : class, IHasObject
{
    public override ExpandableField<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new ExpandableField<T>(reader.GetString());
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return new ExpandableField<T>(document.RootElement.GetProperty("id").GetString(), document.RootElement.Deserialize<T>(options));
    }

    public override void Write(Utf8JsonWriter writer, ExpandableField<T> value, JsonSerializerOptions options)
    {
        if (value.Expanded is null)
        {
            writer.WriteStringValue(value.Id);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Expanded, options);
        }
    }
}
