using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Fuzzing;

/// <summary>Makes bodies: as the schema says, or with one thing wrong.</summary>
internal sealed class BodyMaker(SchemaValues values)
{
    private const string Marked = "<the odd value>";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly IReadOnlyList<Func<Chance, JsonNode?, byte[]>> Mutations =
    [
        OddString, OddString, OddString, OddValue, OddValue, OddName, Missing, Unknown, Twice, Cut, Garbled, Deep, Long, Rubbish, Utf16, Wrapped,
    ];

    public byte[] Make(Chance chance, JsonNode? schema)
    {
        var body = values.Make(chance, schema, "");
        return chance.Percent(40) ? Bytes(body) : chance.Of(Mutations)(chance, body);
    }

    private static byte[] Bytes(JsonNode? body) => Encoding.UTF8.GetBytes(body?.ToJsonString(Plain) ?? "null");

    private static byte[] OddString(Chance chance, JsonNode? body) => Replace(chance, body, [(byte)'"', .. chance.Of(OddValues.InString), (byte)'"']);

    private static byte[] OddValue(Chance chance, JsonNode? body) => Replace(chance, body, Encoding.UTF8.GetBytes(chance.Of(OddValues.Json)));

    private static byte[] OddName(Chance chance, JsonNode? body)
    {
        var into = body as JsonObject ?? [];
        into[Marked] = 1;
        return With(into, [(byte)'"', .. chance.Of(OddValues.InString), (byte)'"']);
    }

    private static byte[] Missing(Chance chance, JsonNode? body)
    {
        if (body is JsonObject { Count: > 0 } from)
        {
            from.Remove(chance.Of([.. from]).Key);
        }

        return Bytes(body);
    }

    private static byte[] Unknown(Chance chance, JsonNode? body)
    {
        var into = chance.Of([.. Nodes(body).OfType<JsonObject>().Append([])]);
        into["colour"] = chance.Percent(50) ? "red" : new JsonArray(1, null, new JsonObject());
        return Bytes(body);
    }

    private static byte[] Twice(Chance chance, JsonNode? body)
    {
        var text = body?.ToJsonString(Plain) ?? "{}";
        return Encoding.UTF8.GetBytes(body is JsonObject { Count: > 0 } ? $"{text[..^1]},{text[1..]}" : $"{text}{text}");
    }

    private static byte[] Cut(Chance chance, JsonNode? body)
    {
        var bytes = Bytes(body);
        return bytes[..chance.Below(bytes.Length)];
    }

    private static byte[] Garbled(Chance chance, JsonNode? body)
    {
        var bytes = Bytes(body);
        for (var n = 0; n <= chance.Below(3); n++)
        {
            bytes[chance.Below(bytes.Length)] = chance.Bytes(1)[0];
        }

        return bytes;
    }

    private static byte[] Deep(Chance chance, JsonNode? body)
    {
        var depth = chance.Of([63, 64, 65, 1_000, 8_000]);
        var (open, close) = chance.Percent(50) ? ("[", "]") : ("{\"a\":", "}");
        var deep = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        return chance.Percent(50) ? Encoding.UTF8.GetBytes(deep) : Replace(chance, body, Encoding.UTF8.GetBytes(deep));
    }

    private static byte[] Long(Chance chance, JsonNode? body) => Replace(chance, body, Encoding.UTF8.GetBytes(chance.Below(3) switch
    {
        0 => $"\"{new string('x', chance.Of([1_000, 7_000, 40_000, 1_100_000]))}\"",
        1 => $"[{string.Join(',', Enumerable.Range(1, 3_000).Select(n => $"\"A{n}\""))}]",
        _ => new string('9', 3_000),
    }));

    private static byte[] Rubbish(Chance chance, JsonNode? body) => chance.Bytes(chance.Below(200));

    private static byte[] Utf16(Chance chance, JsonNode? body) => Encoding.Unicode.GetBytes(body?.ToJsonString(Plain) ?? "{}");

    private static byte[] Wrapped(Chance chance, JsonNode? body)
    {
        var (before, after) = chance.Of(
            [("\uFEFF", ""), ("", "\u0000"), ("\u0000", ""), ("/* */", ""), ("", ","), ("", "{}"), ("[", "]"), ("\"", "\""), ("\n\n", "\n"), (")]}',\n", ""), ("", "//"), ("\u001E", "\n")]);
        return [.. Encoding.UTF8.GetBytes(before), .. Bytes(body), .. Encoding.UTF8.GetBytes(after)];
    }

    /// <summary>Puts something in the place of one value, which may be the whole body.</summary>
    private static byte[] Replace(Chance chance, JsonNode? body, byte[] with)
    {
        var nodes = Nodes(body).Where(node => node.Parent is not null).ToList();
        if (nodes.Count == 0)
        {
            return with;
        }

        chance.Of(nodes).ReplaceWith(Marked);
        return With(body!, with);
    }

    private static byte[] With(JsonNode body, byte[] odd)
    {
        var parts = body.ToJsonString(Plain).Split($"\"{Marked}\"", 2);
        return [.. Encoding.UTF8.GetBytes(parts[0]), .. odd, .. Encoding.UTF8.GetBytes(parts[1])];
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject inner => inner.SelectMany(member => Nodes(member.Value)).Prepend(inner),
        JsonArray items => items.SelectMany(Nodes).Prepend(items),
        null => [],
        _ => [node],
    };
}
