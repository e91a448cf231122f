using System.Net;
using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Dapr's reading of a subscriber's HTTP answer.</summary>
internal static class AppAnswer
{
    public static Answer Read(HttpStatusCode code, ReadOnlySpan<byte> body) => (int)code switch
    {
        >= 200 and < 300 => Status(body),
        404 => new(Verdict.Drop, "the route answers 404"),
        _ => new(Verdict.Failed, $"it answers {(int)code}"),
    };

    private static Answer Status(ReadOnlySpan<byte> body) => StatusText(body) switch
    {
        null or "" or "SUCCESS" => new(Verdict.Done, string.Empty),
        "DROP" => new(Verdict.Drop, "it answers DROP"),
        var other => new(Verdict.Failed, $"it answers {other}"),
    };

    // An answer that is not a JSON object with a text called status is a success: the code said so.
    private static string? StatusText(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonElement.TryParseValue(ref reader, out var root)
                && root.Value.ValueKind == JsonValueKind.Object
                && root.Value.TryGetProperty("status", out var status)
                && status.ValueKind == JsonValueKind.String
                    ? status.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
