using System.Text.Json.Nodes;

namespace TicketBooking.Gateway.Docs;

/// <summary>
/// The schemas that public operations need, and no others. Where two services call different things by the same name, each gets its
/// service's name in front.
/// </summary>
internal sealed class SchemaPool(IReadOnlyDictionary<string, JsonObject> documents)
{
    private const string Prefix = "#/components/schemas/";

    private readonly HashSet<string> _clashes = ClashesIn(documents);

    public JsonObject Schemas { get; } = [];

    /// <summary>Copies a schema and takes all schemas that it refers to into the pool.</summary>
    public JsonNode Import(string appId, JsonNode node)
    {
        var copy = node.DeepClone();
        foreach (var reference in ReferencesIn(copy).ToList())
        {
            var name = reference["$ref"]!.GetValue<string>()[Prefix.Length..];
            reference["$ref"] = Prefix + Take(appId, name);
        }

        return copy;
    }

    private string Take(string appId, string name)
    {
        var published = _clashes.Contains(name) ? string.Concat(appId.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + name : name;
        if (!Schemas.ContainsKey(published))
        {
            // There before its content, which may refer to itself.
            Schemas[published] = null;
            Schemas[published] = Import(appId, SchemasOf(documents[appId])[name]!);
        }

        return published;
    }

    /// <summary>Names with more than one meaning, or that lead to one.</summary>
    private static HashSet<string> ClashesIn(IReadOnlyDictionary<string, JsonObject> documents)
    {
        var schemas = documents.Values.SelectMany(document => SchemasOf(document)).ToLookup(schema => schema.Key, schema => schema.Value!);
        var clashes = schemas.Where(named => named.Any(schema => !JsonNode.DeepEquals(schema, named.First()))).Select(named => named.Key).ToHashSet();
        var shared = schemas.Where(named => named.Count() > 1).ToList();
        while (shared.RemoveAll(named => ReferencesIn(named.First()).Any(reference => clashes.Contains(NameOf(reference))) && clashes.Add(named.Key)) > 0)
        {
        }

        return clashes;
    }

    private static JsonObject SchemasOf(JsonObject document) => document["components"]?["schemas"] as JsonObject ?? [];

    private static string NameOf(JsonObject reference) => reference["$ref"]!.GetValue<string>().Replace(Prefix, "", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> ReferencesIn(JsonNode? node) => node switch
    {
        JsonObject inner => (inner["$ref"] is JsonValue value && value.GetValue<string>().StartsWith(Prefix, StringComparison.Ordinal) ? new[] { inner } : [])
            .Concat(inner.SelectMany(member => ReferencesIn(member.Value))),
        JsonArray items => items.SelectMany(ReferencesIn),
        _ => [],
    };
}
