using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>What daprd 1.18.3 with Kafka delivered, published again here, arrives in the same shape.</summary>
public sealed class RecordedTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    // They differ by nature: another connection, another log.
    private static readonly string[] OfTheConnection = ["Host", "User-Agent", "Content-Length", "Accept-Encoding", "dapr-api-token"];

    private static readonly List<Recording> Recordings =
        [.. RecordedTraffic.Daprd().Select(delivery => delivery.Deserialize<Recording>(JsonSerializerOptions.Web)!)];

    private TestApp _app = null!;
    private SidecarHost _sidecar = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync([.. new[] { (false, false), (false, true), (true, false), (true, true) }
            .Select(kind => Topics.Subscribe(TopicOf(kind.Item1, kind.Item2), raw: kind.Item1, bulk: kind.Item2))]);
        _sidecar = await EmbeddedSidecar.StartAsync(postgres, ("app", _app.Port));
        _http = _sidecar.HttpOf("app");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_single_delivery_is_as_recorded(bool raw)
    {
        var topic = TopicOf(raw, bulk: false);
        var inbox = _app.Collect(Topics.Route(topic));
        foreach (var recorded in Recordings.Where(r => r.What == "single" && r.IsRaw == raw))
        {
            var body = JsonDocument.Parse(recorded.Body).RootElement;
            await PublishAsync(topic, raw ? body.GetProperty("data_base64").GetBytesFromBase64() : Encoding.UTF8.GetBytes(recorded.Body), recorded.Headers);

            var delivery = await inbox.NextAsync();

            Assert.Equal(Known(recorded.Headers, topic), Known(delivery.Headers, topic));
            if (raw)
            {
                Assert.Equal(Flat(body, topic), Flat(delivery.Json, topic));
            }
            else
            {
                Assert.Equal(recorded.Body, delivery.Text);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bulk_delivery_is_as_recorded(bool raw)
    {
        var topic = TopicOf(raw, bulk: true);
        var inbox = _app.CollectBulk(Topics.Route(topic), _ => "SUCCESS");
        var recorded = Recordings.Single(r => r.What == "bulk" && r.IsRaw == raw);
        var envelope = JsonDocument.Parse(recorded.Body).RootElement;
        var entries = envelope.GetProperty("entries").EnumerateArray().ToList();
        foreach (var entry in entries)
        {
            var data = entry.GetProperty("event");
            await PublishAsync(
                topic, raw ? data.GetBytesFromBase64() : Encoding.UTF8.GetBytes(data.GetRawText()), entry.GetProperty("metadata").Deserialize<Dictionary<string, string>>()!);
        }

        // Here the keys may lie in several partitions, and so in several deliveries; of each key the order is the same.
        var seen = new List<JsonElement>();
        while (seen.Count < entries.Count)
        {
            var delivery = await inbox.NextAsync();
            Assert.Equal(Known(recorded.Headers, topic), Known(delivery.Headers, topic));
            Assert.Equal(Flat(envelope, topic), Flat(delivery.Json, topic));
            Assert.Equal(Enumerable.Range(0, delivery.Json.GetProperty("entries").GetArrayLength()).Select(n => $"{n}"), delivery.Json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("entryId").GetString()));
            seen.AddRange(delivery.Json.GetProperty("entries").EnumerateArray());
        }

        foreach (var (expected, actual) in entries.OrderBy(KeyOf, StringComparer.Ordinal).Zip(seen.OrderBy(KeyOf, StringComparer.Ordinal)))
        {
            Assert.Equal(Flat(expected, topic, isWrittenAnew: !raw), Flat(actual, topic, isWrittenAnew: !raw));
        }
    }

    private static string KeyOf(JsonElement entry) => entry.GetProperty("metadata").GetProperty("__key").GetString()!;

    private static string TopicOf(bool raw, bool bulk) => $"recorded-{(raw ? "raw" : "plain")}-{(bulk ? "bulk" : "single")}";

    private async Task PublishAsync(string topic, byte[] data, Dictionary<string, string> headers)
    {
        var context = headers.Where(h => h.Key.StartsWith("__debezium", StringComparison.Ordinal)).Select(h => $"&metadata.{h.Key}={Uri.EscapeDataString(h.Value)}");
        using var content = new ByteArrayContent(data);
        using var answer = await _http.PostAsync(
            $"/v1.0/publish/pubsub/{topic}?metadata.rawPayload=true&metadata.__key={headers["__key"]}{string.Concat(context)}", content);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>HTTP knows neither the case nor the order of headers.</summary>
    private static IEnumerable<string> Known(IReadOnlyDictionary<string, string> headers, string topic) => headers
        .Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
        .Select(h => $"{h.Key.ToUpperInvariant()}: {Common(h.Key.ToLowerInvariant(), h.Value, topic)}").Order(StringComparer.Ordinal);

    /// <summary>
    /// Every field by its path, in its order, with its type and value. daprd writes an event anew in a bulk delivery that is not raw: the keys are sorted
    /// then, and of large numbers the last digits are lost.
    /// </summary>
    private static IEnumerable<string> Flat(JsonElement json, string topic, bool isWrittenAnew = false)
    {
        var fields = Fields(string.Empty, json).Select(f => $"{f.Path} {f.Value.ValueKind}: {Common(f.Path, Text(f.Value, isWrittenAnew), topic)}");
        return isWrittenAnew ? fields.Order(StringComparer.Ordinal) : fields;
    }

    private static IEnumerable<(string Path, JsonElement Value)> Fields(string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Fields($"{path}/{p.Name}", p.Value)),
        // Of the entries every one is looked at by itself.
        JsonValueKind.Array when path == "/entries" => [(path, default)],
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, n) => Fields($"{path}/{n}", item)),
        _ => [(path, json)],
    };

    private static string Text(JsonElement value, bool isWrittenAnew) => value.ValueKind switch
    {
        JsonValueKind.Undefined => string.Empty,
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when isWrittenAnew => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    // The topic has another name here; ids, positions and times are new each time.
    private static string Common(string path, string value, string topic) => path.Split('/')[^1] switch
    {
        _ when path == "/id" => Guid.TryParse(value, out _) ? "an id" : value,
        "entryId" or "__offset" or "__partition" or "__timestamp" => long.TryParse(value, out _) ? "a number" : value,
        "__topic" or "topic" => value is "probe2" or "probe.public.tbl_booking_outbox" || value == topic ? "the topic" : value,
        _ => value,
    };

    private sealed record Recording(string What, string RawPayload, Dictionary<string, string> Headers, string Body)
    {
        public bool IsRaw => RawPayload == "true";
    }
}
