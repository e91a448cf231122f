using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Dapr.Client.Autogen.Grpc.v1;
using TicketBooking.Sidecar.Conformance.Targets;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

[Collection(TargetGroup.Name)]
public sealed class PubSubConformance(TargetFixture fixture)
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly CompositeFormat DebeziumShape = CompositeFormat.Parse("{{ \"before\":null,  \"after\":{{\"id\":\"{0}\"}}, \"op\":\"c\", \"source\":{{\"lsn\":1}} }}");
    private readonly string _id = Guid.CreateVersion7().ToString();

    private TestApp App => fixture.Target.App;

    [Fact]
    public async Task A_published_value_arrives_in_an_envelope()
    {
        var inbox = App.Collect(Topics.Route(Topics.Wrapped));

        await PublishAsync(Topics.Wrapped, $$"""{"id":"{{_id}}"}""", key: _id);

        var delivery = await inbox.NextAsync(_id);
        Assert.Equal("application/cloudevents+json", delivery.Headers["Content-Type"]);
        Assert.Equal("pubsub", delivery.Headers["pubsubName"]);
        Assert.Equal(_id, delivery.Json.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal(ConformanceTarget.AppId, delivery.Json.GetProperty("source").GetString());
        Assert.Equal("com.dapr.event.sent", delivery.Json.GetProperty("type").GetString());
        Assert.Equal("1.0", delivery.Json.GetProperty("specversion").GetString());
        Assert.Equal(Topics.Wrapped, delivery.Json.GetProperty("topic").GetString());
        Assert.StartsWith(Trace[..35], delivery.Json.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_wrapped_as_text_and_bytes_as_base64()
    {
        var inbox = App.Collect(Topics.Route(Topics.Wrapped));

        await PublishAsync(Topics.Wrapped, _id, contentType: "text/plain");
        Assert.Equal(_id, (await inbox.NextAsync(_id)).Json.GetProperty("data").GetString());

        await PublishAsync(Topics.Wrapped, _id, contentType: "application/octet-stream");
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(_id));
        Assert.Equal(base64, (await inbox.NextAsync(base64)).Json.GetProperty("data_base64").GetString());
    }

    [Fact]
    public async Task A_raw_json_object_arrives_byte_for_byte()
    {
        var inbox = App.Collect(Topics.Route(Topics.Raw));
        var bytes = string.Format(null, DebeziumShape, _id);

        await PublishAsync(Topics.Raw, bytes, raw: true, key: _id);

        var delivery = await inbox.NextAsync(_id);
        Assert.Equal(bytes, delivery.Text);
        Assert.Equal("application/cloudevents+json", delivery.Headers["Content-Type"]);
        Assert.Equal(_id, delivery.Headers["__key"]);
        Assert.Equal(Topics.Raw, delivery.Headers["__topic"]);
        Assert.Matches("^[0-9]+$", delivery.Headers["__partition"]);
        Assert.Matches("^[0-9]+$", delivery.Headers["__offset"]);
        Assert.Matches("^[0-9]{13}$", delivery.Headers["__timestamp"]);
    }

    [Fact]
    public async Task A_raw_subscription_gets_the_bytes_as_base64_in_an_envelope()
    {
        var inbox = App.Collect(Topics.Route(Topics.RawWanted));
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"not json {_id}"));

        await PublishAsync(Topics.RawWanted, $"not json {_id}", raw: true);

        var delivery = await inbox.NextAsync(base64);
        Assert.Equal(base64, delivery.Json.GetProperty("data_base64").GetString());
        Assert.Equal("application/octet-stream", delivery.Json.GetProperty("datacontenttype").GetString());
    }

    [Fact]
    public async Task Messages_of_one_key_arrive_in_order()
    {
        var inbox = App.Collect(Topics.Route(Topics.Ordered));
        foreach (var n in Enumerable.Range(0, 60))
        {
            await PublishAsync(Topics.Ordered, $$"""{"run":"{{_id}}","key":"k{{n % 3}}","n":{{n}}}""", raw: true, key: $"k{n % 3}");
        }

        var seen = new List<JsonElement>();
        while (seen.Count < 60)
        {
            seen.Add((await inbox.NextAsync(_id)).Json);
        }

        Assert.All(seen.GroupBy(s => s.GetProperty("key").GetString()), ofKey =>
            Assert.Equal(ofKey.Select(s => s.GetProperty("n").GetInt32()).Order(), ofKey.Select(s => s.GetProperty("n").GetInt32())));
    }

    [Fact]
    public async Task A_failing_delivery_is_tried_again()
    {
        var inbox = App.Collect(
            Topics.Route(Topics.Flaky), Answers.InTurn(Answers.Code(500), Answers.Status("RETRY"), Answers.Status("SUCCESS")));

        await PublishAsync(Topics.Flaky, $$"""{"id":"{{_id}}"}""", raw: true, key: "one");
        await PublishAsync(Topics.Flaky, $$"""{"id":"after-{{_id}}"}""", raw: true, key: "one");

        Assert.DoesNotContain("after", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("after", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("after", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
        Assert.Contains("after", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poison_message_goes_to_the_dead_letter_topic_and_later_ones_flow()
    {
        var dead = App.Collect(Topics.Route(Topics.Dead(Topics.Poisoned)));
        var later = new Inbox();
        App.On(Topics.Route(Topics.Poisoned), async context =>
        {
            var delivery = await Delivery.ReadAsync(context);
            if (delivery.Text.Contains("poison", StringComparison.Ordinal))
            {
                context.Response.StatusCode = 500;
                return;
            }

            later.Add(delivery);
        });

        await PublishAsync(Topics.Poisoned, $$"""{ "id":"poison-{{_id}}" }""", raw: true, key: "one");
        await PublishAsync(Topics.Poisoned, $$"""{"id":"{{_id}}"}""", raw: true, key: "one");

        await later.NextAsync(_id);
        var buried = await dead.NextAsync(_id);
        Assert.Equal($$"""{ "id":"poison-{{_id}}" }""", buried.Text);
        Assert.Equal("one", buried.Headers["__key"]);
    }

    [Theory]
    [InlineData(Topics.Dropped, 200, "DROP")]
    [InlineData(Topics.Missing, 404, null)]
    public async Task What_the_app_does_not_want_is_dropped_at_once(string topic, int code, string? status)
    {
        var dead = App.Collect(Topics.Route(Topics.Dead(topic)));
        var inbox = App.Collect(Topics.Route(topic), status is null ? Answers.Code(code) : Answers.Status(status));

        await PublishAsync(topic, $$"""{"id":"first-{{_id}}"}""", raw: true, key: "one");
        await PublishAsync(topic, $$"""{"id":"second-{{_id}}"}""", raw: true, key: "one");

        Assert.Contains("first", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
        Assert.Contains("second", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
        Assert.Contains("first", (await dead.NextAsync(_id)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Any_2xx_acknowledges(int code)
    {
        var inbox = App.Collect(Topics.Route(Topics.Raw), Answers.Code(code));

        await PublishAsync(Topics.Raw, $$"""{"id":"first-{{_id}}"}""", raw: true, key: "one");
        await PublishAsync(Topics.Raw, $$"""{"id":"second-{{_id}}"}""", raw: true, key: "one");

        Assert.Contains("first", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
        Assert.Contains("second", (await inbox.NextAsync(_id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_is_no_json_object_ends_in_the_dead_letter_topic()
    {
        var inbox = App.Collect(Topics.Route(Topics.NotJson));

        await PublishAsync(Topics.NotJson, "\"text\"", raw: true, key: "one");
        await PublishAsync(Topics.NotJson, $$"""{"id":"{{_id}}"}""", raw: true, key: "one");

        Assert.Contains(_id, (await inbox.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bulk_publish_delivers_every_entry()
    {
        var inbox = App.Collect(Topics.Route(Topics.Bulk));
        var entries = Enumerable.Range(0, 3).Select(n => new { entryId = $"{n}", @event = new { id = $"{_id}-{n}" }, contentType = "application/json" });

        using var answer = await fixture.Target.Http.PostAsJsonAsync($"/v1.0/publish/bulk/pubsub/{Topics.Bulk}", entries);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        string[] seen = [await NextIdAsync(), await NextIdAsync(), await NextIdAsync()];
        Assert.Equal([$"{_id}-0", $"{_id}-1", $"{_id}-2"], seen.Order());

        async Task<string> NextIdAsync() => (await inbox.NextAsync(_id)).Json.GetProperty("data").GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task Publishing_over_grpc_is_the_same()
    {
        var inbox = App.Collect(Topics.Route(Topics.Wrapped));
        var single = new PublishEventRequest
        {
            PubsubName = "pubsub",
            Topic = Topics.Wrapped,
            Data = ByteString.CopyFromUtf8($$"""{"id":"single-{{_id}}"}"""),
            DataContentType = "application/json",
        };
        var bulk = new BulkPublishRequest { PubsubName = "pubsub", Topic = Topics.Wrapped };
        bulk.Entries.Add(new BulkPublishRequestEntry { EntryId = "1", Event = ByteString.CopyFromUtf8($"bulk-{_id}"), ContentType = "text/plain" });

        await fixture.Target.Grpc.Dapr.PublishEventAsync(single);
        await inbox.NextAsync($"single-{_id}");
        var answer = await fixture.Target.Grpc.Dapr.BulkPublishEventAsync(bulk);

        Assert.Empty(answer.FailedEntries);
        await inbox.NextAsync($"bulk-{_id}");
    }

    [Fact]
    public async Task An_unknown_component_is_not_found()
    {
        using var content = new StringContent("{}");

        using var answer = await fixture.Target.Http.PostAsync("/v1.0/publish/nowhere/topic", content);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("ERR_PUBSUB_NOT_FOUND", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString());
    }

    private async Task PublishAsync(string topic, string body, bool raw = false, string? key = null, string contentType = "application/json")
    {
        var query = $"?metadata.rawPayload={raw}{(key is null ? "" : $"&metadata.partitionKey={key}")}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1.0/publish/pubsub/{topic}{query}");
        request.Content = new StringContent(body, Encoding.UTF8, contentType);
        request.Headers.Add("traceparent", Trace);
        using var answer = await fixture.Target.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
