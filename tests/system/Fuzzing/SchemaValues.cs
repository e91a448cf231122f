using System.Globalization;
using System.Text.Json.Nodes;

namespace TicketBooking.Fuzzing;

/// <summary>Makes values that fit a schema, with ids and names of what the system has.</summary>
internal sealed class SchemaValues(JsonNode document, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
{
    private const int Deepest = 6;

    private static readonly string[] Words = ["First", "Night", "Opera", "Utrecht", "Beyoncé", "ü", "x", "a longer text that says little"];

    public JsonNode? Make(Chance chance, JsonNode? schema, string name, int depth = 0)
    {
        schema = Resolve(chance, schema);
        if (depth > Deepest || schema is not JsonObject)
        {
            return null;
        }

        if (schema["enum"] is JsonArray choices)
        {
            return chance.Of([.. choices])?.DeepClone();
        }

        return TypeOf(chance, schema) switch
        {
            "object" => MakeObject(chance, schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, chance.Percent(80) ? 1 : chance.Below(4)).Select(_ => Make(chance, schema["items"], Singular(name), depth + 1))]),
            "integer" => JsonValue.Create(Number(chance, schema, name)),
            "number" => JsonValue.Create(Number(chance, schema, name) + 0.5),
            "boolean" => JsonValue.Create(chance.Percent(50)),
            "null" => null,
            _ => JsonValue.Create(Text(chance, schema, name)),
        };
    }

    /// <summary>As it is in a path, a query or a header.</summary>
    public string Text(Chance chance, ApiParameter parameter) =>
        Make(chance, parameter.Schema, parameter.Name) is JsonValue value ? value.ToString() : "";

    private JsonObject MakeObject(Chance chance, JsonNode schema, int depth)
    {
        var required = schema["required"] is JsonArray names ? names.Select(name => name!.GetValue<string>()).ToHashSet() : [];
        var value = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (required.Contains(name) || chance.Percent(30))
            {
                value[name] = Make(chance, property, name, depth + 1);
            }
        }

        return value;
    }

    private string Text(Chance chance, JsonNode schema, string name)
    {
        if (known.TryGetValue(name, out var values) && chance.Percent(90))
        {
            return chance.Of(values);
        }

        var text = schema["format"]?.GetValue<string>() switch
        {
            "uuid" => chance.Id().ToString(),
            "date-time" => $"203{chance.Below(9)}-0{1 + chance.Below(9)}-1{chance.Below(9)}T1{chance.Below(9)}:00:00Z",
            _ => chance.Of(Words),
        };
        var least = schema["minLength"] is { } shortest ? shortest.GetValue<int>() : 0;
        return text.Length < least ? text.PadRight(least, 'x') : text;
    }

    private long Number(Chance chance, JsonNode schema, string name)
    {
        if (known.TryGetValue(name, out var values) && chance.Percent(90))
        {
            return long.Parse(chance.Of(values), CultureInfo.InvariantCulture);
        }

        var least = schema["minimum"] is JsonValue from && from.TryGetValue<long>(out var low) ? low : 0;
        var most = schema["maximum"] is JsonValue to && to.TryGetValue<long>(out var high) ? high : long.MaxValue;
        return Math.Min(most, least + chance.Below(20));
    }

    private JsonNode? Resolve(Chance chance, JsonNode? schema)
    {
        while (true)
        {
            if (schema?["$ref"] is JsonValue reference)
            {
                schema = reference.GetValue<string>().TrimStart('#', '/').Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);
            }
            else if ((schema?["oneOf"] ?? schema?["anyOf"] ?? schema?["allOf"]) is JsonArray choices)
            {
                schema = chance.Of([.. choices.Where(choice => choice?["type"]?.ToString() != "null")]);
            }
            else
            {
                return schema;
            }
        }
    }

    /// <summary>A number may also be written as text, null is one of several types, and what a converter of ours writes has no type.</summary>
    private static string TypeOf(Chance chance, JsonNode schema)
    {
        var types = schema["type"] is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())] : new[] { schema["type"]?.GetValue<string>() ?? (schema["properties"] is null ? "string" : "object") };
        return Array.Find(types, type => type is "integer" or "number") ?? (types.Length > 1 && chance.Percent(90) ? Array.Find(types, type => type != "null")! : chance.Of(types));
    }

    private static string Singular(string name) => name.TrimEnd('s');
}
