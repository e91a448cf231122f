using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TicketBooking.Platform;

/// <summary>Finds the fields of a JSON body that its type has not.</summary>
internal static class UnknownFields
{
    /// <summary>Returns their paths, e.g. <c>prices[0].price</c>. A value of another kind than its type says is left to the serializer.</summary>
    public static IEnumerable<string> In(JsonElement body, JsonTypeInfo type, string path = "") => (body.ValueKind, type.Kind) switch
    {
        (JsonValueKind.Object, JsonTypeInfoKind.Object) => body.EnumerateObject().SelectMany(field => InField(field, type, path)),
        (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) when type.ElementType is { } element => body.EnumerateArray()
            .SelectMany((item, index) => In(item, type.Options.GetTypeInfo(element), $"{path}[{index}]")),
        _ => [],
    };

    private static IEnumerable<string> InField(JsonProperty field, JsonTypeInfo type, string path)
    {
        var fieldPath = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
        var known = type.Properties.FirstOrDefault(property => property.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
        return known is null ? [fieldPath] : In(field.Value, type.Options.GetTypeInfo(TypeOf(known)), fieldPath);
    }

    private static Type TypeOf(JsonPropertyInfo property) =>
        property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Optional<>)
            ? type.GenericTypeArguments[0]
            : property.PropertyType;
}
