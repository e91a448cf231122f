using System.Net;
using System.Text;
using System.Text.Json;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

[Collection(TargetGroup.Name)]
public sealed class BulkConformance(TargetFixture fixture)
{
    private readonly string _id = Guid.CreateVersion7().ToString();

    private TestApp App => fixture.Target.App;

    [Fact]
    public async Task Messages_that_are_there_together_come_in_one_delivery()
    {
        var inbox = App.CollectBulk(Topics.Route(Topics.InBulk), _ => "SUCCESS");

        await PublishAsync(Topics.InBulk, 6);

        var deliveries = new List<Delivery>();
        while (deliveries.Sum(d => Ids(d).Count) < 6)
        {
            deliveries.Add(await inbox.NextAsync(_id));
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(n => $"{_id}-{n}"), deliveries.SelectMany(Ids));
        Assert.True(deliveries.Count < 6, $"{deliveries.Count} deliveries");
    }

    [Fact]
    public async Task An_entry_without_a_status_comes_again_and_the_others_do_not()
    {
        var refused = false;
        var inbox = App.CollectBulk(Topics.Route(Topics.InBulkFlaky), entry =>
        {
            var answers = refused || !entry.GetRawText().Contains($"{_id}-1", StringComparison.Ordinal);
            refused |= !answers;
            return answers ? "SUCCESS" : null;
        });

        await PublishAsync(Topics.InBulkFlaky, 3);

        var seen = new List<string>();
        while (seen.Count < 4)
        {
            seen.AddRange(Ids(await inbox.NextAsync(_id)));
        }

        Assert.Equal([$"{_id}-0", $"{_id}-1", $"{_id}-1", $"{_id}-2"], seen.Order());
    }

    [Fact]
    public async Task What_is_dropped_and_what_fails_for_good_goes_to_the_dead_letter_topic_alone()
    {
        var dead = App.Collect(Topics.Route(Topics.Dead(Topics.InBulkPoisoned)));
        App.CollectBulk(Topics.Route(Topics.InBulkPoisoned), entry => entry.GetRawText() switch
        {
            var text when text.Contains($"{_id}-0", StringComparison.Ordinal) => "DROP",
            var text when text.Contains($"{_id}-1", StringComparison.Ordinal) => "RETRY",
            _ => "SUCCESS",
        });

        await PublishAsync(Topics.InBulkPoisoned, 3);

        string[] buried = [(await dead.NextAsync(_id)).Json.GetProperty("id").GetString()!, (await dead.NextAsync(_id)).Json.GetProperty("id").GetString()!];
        Assert.Equal([$"{_id}-0", $"{_id}-1"], buried.Order());
    }

    /// <summary>How the outbox relay publishes, and how the services subscribe.</summary>
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public async Task An_event_that_is_published_as_text_or_base64_arrives_byte_for_byte(string contentType)
    {
        var inbox = App.CollectBulk(Topics.Route(Topics.InBulkRaw), _ => "SUCCESS");
        var text = $$"""{ "z":12345678901234567890.10, "id":"{{_id}}-{{contentType}}", "a":"ü – \u00fc \"q\" </tag> 🎟" }""";
        var bytes = Encoding.UTF8.GetBytes(text);

        using var answer = await fixture.Target.Http.PostAsJsonAsync(
            $"/v1.0/publish/bulk/pubsub/{Topics.InBulkRaw}?metadata.rawPayload=true",
            new[]
            {
                new
                {
                    entryId = "1",
                    @event = contentType == "text/plain" ? text : Convert.ToBase64String(bytes),
                    contentType,
                    metadata = new { partitionKey = $$"""{"aggregate_id":"{{_id}}"}""" },
                },
            });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        byte[] arrived;
        do
        {
            arrived = (await inbox.NextAsync()).Json.GetProperty("entries")[0].GetProperty("event").GetBytesFromBase64();
        }
        while (!Encoding.UTF8.GetString(arrived).Contains($"{_id}-{contentType}", StringComparison.Ordinal));

        Assert.Equal(bytes, arrived);
    }

    private List<string> Ids(Delivery delivery) =>
        [.. delivery.Json.GetProperty("entries").EnumerateArray().Select(IdOf).Where(id => id.StartsWith(_id, StringComparison.Ordinal))];

    private static string IdOf(JsonElement entry) => entry.GetProperty("event").GetProperty("id").GetString()!;

    /// <summary>Messages of one key, published together.</summary>
    private async Task PublishAsync(string topic, int count)
    {
        var entries = Enumerable.Range(0, count).Select(n => new { entryId = $"{n}", @event = new { id = $"{_id}-{n}" }, contentType = "application/json" });
        using var answer = await fixture.Target.Http.PostAsJsonAsync(
            $"/v1.0/publish/bulk/pubsub/{topic}?metadata.rawPayload=true&metadata.partitionKey=one", entries);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
