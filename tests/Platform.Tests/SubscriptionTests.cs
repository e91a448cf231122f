using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private readonly List<string> _handled = [];
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(app =>
        app.MapSubscriptions().MapPost("/things", (ChangeEvent change) =>
        {
            var message = change.Read(TestJson.Default.TestMessage);
            if (message.Text == "fail")
            {
                throw new InvalidDataException("cannot be handled now");
            }

            _handled.Add($"{change.Type} {message.Text} {Activity.Current?.TraceId}");
        }));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("c")]
    [InlineData("r")]
    public async Task An_inserted_or_snapshotted_row_is_handled_in_its_own_trace_and_acknowledged(string operation)
    {
        var (status, body) = await DeliverAsync(Change(operation, """{"text":"hello"}"""));

        Assert.Equal((HttpStatusCode.OK, ""), (status, body));
        Assert.Equal(["thing.made hello 0af7651916cd43dd8448eb211c80319c"], _handled);
    }

    [Theory]
    [InlineData("u")]
    [InlineData("d")]
    [InlineData("t")]
    public async Task Other_operations_are_acknowledged_and_not_handled(string operation)
    {
        var (status, _) = await DeliverAsync(Change(operation, """{"text":"hello"}"""));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(_handled);
    }

    [Fact]
    public async Task A_tombstone_is_acknowledged_and_not_handled()
    {
        var (status, body) = await DeliverAsync("null");

        Assert.Equal((HttpStatusCode.OK, ""), (status, body));
        Assert.Empty(_handled);
    }

    [Fact]
    public async Task A_failure_is_a_500_so_that_the_sidecar_retries()
    {
        var (status, _) = await DeliverAsync(Change("c", """{"text":"fail"}"""));

        Assert.Equal(HttpStatusCode.InternalServerError, status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"op":1}""")]
    [InlineData("""{"op":"c"}""")]
    [InlineData("""{"op":"c","after":null}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","payload":"{}"}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"t"}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"t","payload":"[1]"}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"t","payload":"{\"text\":1}"}}""")]
    public async Task What_cannot_be_read_is_dropped_to_the_dead_letter(string delivered)
    {
        var (status, body) = await DeliverAsync(delivered);

        Assert.Equal((HttpStatusCode.OK, """{"status":"DROP"}"""), (status, body));
        Assert.Empty(_handled);
    }

    [Fact]
    public async Task The_time_from_the_commit_to_the_effect_and_what_is_dropped_are_measured()
    {
        var measured = new ConcurrentQueue<(string Name, double Value, object? Subscription)>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MessagingMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags[0].Value)));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags[0].Value)));
        meters.Start();
        var committed = DateTimeOffset.Parse("2026-11-21T10:00:00Z", CultureInfo.InvariantCulture);

        await DeliverAsync(Change("c", """{"text":"hello"}"""));
        await DeliverAsync("rubbish");

        Assert.Equal(["messaging.lag", "messaging.dropped"], measured.Select(measurement => measurement.Name));
        Assert.Equal(measured.First().Value, (TimeProvider.System.GetUtcNow() - committed).TotalSeconds, tolerance: 60);
        Assert.All(measured, measurement => Assert.Equal("/subscriptions/things", $"{measurement.Subscription}"));
    }

    private static string Change(string operation, string payload) => $$"""
        {"before":null,"after":{"id":"0198f5a0-0000-7000-8000-000000000000","aggregate_type":"thing","aggregate_id":"1","type":"thing.made",
         "payload":"{{payload.Replace("\"", "\\\"", StringComparison.Ordinal)}}",
         "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","occurred_at":"2026-11-21T10:00:00Z"},
         "op":"{{operation}}","ts_ms":1,"source":{"table":"tbl_thing_outbox"} }
        """;

    private async Task<(HttpStatusCode Status, string Body)> DeliverAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");
        using var answer = await _service.Client.PostAsync("/subscriptions/things", content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
