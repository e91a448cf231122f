using System.Net;
using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Done with the message · not wanted, now or ever · failed, which counts against the retry policy · not there, which says nothing about the message.
/// </summary>
internal enum Verdict { Done, Drop, Failed, Unreachable }

/// <summary>The result of one attempt to deliver one message.</summary>
internal readonly record struct Answer(Verdict Verdict, string Reason = "");

/// <summary>Dapr's reading of a subscriber's HTTP answer.</summary>
internal static class AppAnswer
{
    /// <summary>An answer about one message: one that is not a JSON object with a text called status is a success, because the code said so.</summary>
    public static Answer Read(HttpStatusCode code, byte[] body) =>
        ReadCode(code) ?? ReadStatus(Status(JsonBytes.TryParse(body), "status") is { Length: > 0 } status ? status : "SUCCESS");

    /// <summary>An answer about many, each by its entry id: one that is not mentioned has failed.</summary>
    public static IReadOnlyList<Answer> ReadMany(HttpStatusCode code, byte[] body, int count)
    {
        if (ReadCode(code) is { } same)
        {
            return [.. Enumerable.Repeat(same, count)];
        }

        var statuses = JsonBytes.TryParse(body) is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("statuses", out var list)
            && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().ToLookup(s => Status(s, "entryId"), s => Status(s, "status"))
                : null;
        return [.. Enumerable.Range(0, count).Select(n => ReadStatus(statuses?[$"{n}"].FirstOrDefault() ?? "no status of it"))];
    }

    private static Answer? ReadCode(HttpStatusCode code) => (int)code switch
    {
        >= 200 and < 300 => null,
        404 => new(Verdict.Drop, "the route answers 404"),
        _ => new(Verdict.Failed, $"it answers {(int)code}"),
    };

    private static Answer ReadStatus(string status) => status switch
    {
        "SUCCESS" => new(Verdict.Done),
        "DROP" => new(Verdict.Drop, "it answers DROP"),
        _ => new(Verdict.Failed, $"it answers {status}"),
    };

    private static string? Status(JsonElement? item, string name) =>
        item is { ValueKind: JsonValueKind.Object } status && status.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
