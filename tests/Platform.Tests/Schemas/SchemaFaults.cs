using System.Text.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Platform.Tests.Schemas;

/// <summary>A document that breaks its schema in one place.</summary>
internal sealed record SchemaFault(string What, JsonElement Json);

/// <summary>Breaks a good document everywhere, one place at a time.</summary>
internal static class SchemaFaults
{
    /// <summary>Without each required member, and with each member as <c>true</c>, or as text where it is that.</summary>
    public static IReadOnlyList<SchemaFault> Of(JsonNode schema, JsonNode document) => [.. Of(document, schema, document)];

    private static IEnumerable<SchemaFault> Of(JsonNode document, JsonNode schema, JsonNode place)
    {
        if (place is JsonArray { Count: > 0 } items)
        {
            return Of(document, schema["items"]!, items[0]!);
        }

        return place is JsonObject members && schema["properties"] is JsonObject properties
            ? members.ToList().Where(member => properties.ContainsKey(member.Key)).SelectMany(member => OfMember(document, schema, members, member.Key))
            : [];
    }

    private static IEnumerable<SchemaFault> OfMember(JsonNode document, JsonNode schema, JsonObject members, string name)
    {
        var value = members[name];
        var at = members.IndexOf(name);
        var other = value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create("true") : JsonValue.Create(true);
        members[name] = other;
        yield return new($"{members.GetPath()}.{name} is {other.ToJsonString()}", document.Deserialize<JsonElement>());
        members.RemoveAt(at);
        if (schema["required"]!.AsArray().Any(required => $"{required}" == name))
        {
            yield return new($"{members.GetPath()}.{name} is missing", document.Deserialize<JsonElement>());
        }

        members.Insert(at, name, value);
        if (value is not null)
        {
            foreach (var fault in Of(document, schema["properties"]![name]!, value).ToList())
            {
                yield return fault;
            }
        }
    }
}
