using System.Text.Json;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

/// <summary>The relay's messages beside those that Debezium 3.6.1 sent for rows of the same tables.</summary>
public sealed class RecordedEnvelopeTests : OutboxFixture
{
    [Theory]
    [InlineData("c")]
    [InlineData("r")]
    public async Task The_relay_writes_the_fields_that_debezium_writes(string operation)
    {
        var recorded = Recorded().First(message => message.Value.GetProperty("op").GetString() == operation);
        await CreateOutbox();
        await (operation == "r" ? InsertAsync() : Task.CompletedTask);
        await using var relay = await StartRelay();
        await Eventually.IsTrueAsync(() => Scalar<bool>(
            "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE active AND database = current_database() AND NOT temporary)"));
        await (operation == "c" ? InsertAsync() : Task.CompletedTask);

        var message = await Sidecar.Acknowledged.NextAsync();

        Assert.Equal(Shape(JsonElement.Parse(recorded.Key)), Shape(JsonElement.Parse(message.PartitionKey!)));
        Assert.Equal(Shape(recorded.Value), Shape(message.Json));
        Assert.Equal(Shape(recorded.Value.GetProperty("after")), Shape(message.After));
        Assert.Equal(Shape(recorded.Value.GetProperty("source")), Shape(message.Json.GetProperty("source")));
    }

    private Task InsertAsync() => Execute(
        """
        INSERT INTO tbl_test_outbox VALUES ('0198f7a2-6c1e-7000-8000-000000000001', 'booking', '0198f7a2-6c1e-7000-8000-000000000002',
          'booking.changed', '{"seats": []}', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '2026-11-21 20:00:00.120+01')
        """);

    /// <summary>Names and kinds of the fields, in order. A transaction id is unknown in a snapshot of the relay's.</summary>
    private static IEnumerable<string> Shape(JsonElement json) => json.EnumerateObject()
        .Select(field => field.Name is "txId" or "snapshot" ? field.Name : $"{field.Name}: {field.Value.ValueKind}");

    private static IEnumerable<(string Key, JsonElement Value)> Recorded() => RecordedTraffic.Debezium()
        .Where(message => message.GetProperty("topic").GetString() == "event.public.tbl_booking_outbox")
        .Select(message => (message.GetProperty("key").GetString()!, JsonElement.Parse(message.GetProperty("value").GetString()!)));
}
