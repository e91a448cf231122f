using System.Text.Json;
using System.Text.Json.Serialization;

namespace TicketBooking.Platform;

/// <summary>A member of a PATCH body: left out, or given (which may be null, meaning cleared).</summary>
/// <param name="IsGiven">Whether the body has it.</param>
/// <param name="Value">What the body says; the type's default when it is left out.</param>
[JsonConverter(typeof(OptionalConverterFactory))]
public readonly record struct Optional<T>(bool IsGiven, T Value)
{
    /// <summary>Returns the value that was given, or the current one.</summary>
    /// <param name="current">What stays when the member is left out.</param>
    public T Or(T current) => IsGiven ? Value : current;
}

internal sealed class OptionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OptionalConverter<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private sealed class OptionalConverter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(IsGiven: true, JsonSerializer.Deserialize<T>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
