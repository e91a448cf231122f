using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Messaging;

/// <summary>Messages as Debezium 3.6.1 wrote them and as daprd 1.18.3 delivered them.</summary>
public sealed class RecordedChangeEventTests
{
    private static readonly Dictionary<string, JsonTypeInfo> Messages = new(StringComparer.Ordinal)
    {
        ["event.public.tbl_event_outbox"] = ContractsJson.Default.EventMessage,
        ["event.public.tbl_booking_outbox"] = ContractsJson.Default.BookingMessage,
        ["event.public.tbl_seat_outbox"] = ContractsJson.Default.SeatsGeneratedMessage,
    };

    [Fact]
    public void Each_recorded_outbox_row_is_read_as_its_message()
    {
        var rows = RecordedTraffic.Debezium().Where(row => Messages.ContainsKey(row.GetProperty("topic").GetString()!)).ToList();

        Assert.Equal(14, rows.Count);
        Assert.All(rows, row =>
        {
            var change = ChangeEvent.Parse(Bytes(row.GetProperty("value")));
            Assert.True(change.IsMessage);
            Assert.Contains(change.Type, (string[])["event.created", "event.cancelled", "booking.changed", "seats.generated"]);
            Assert.NotNull(change.OccurredAt);
            Assert.Equal(JsonElement.Parse(row.GetProperty("value").GetString()!).GetProperty("after").GetProperty("traceparent").GetString(), change.TraceParent);
            Assert.NotNull(Read(change, Messages[row.GetProperty("topic").GetString()!]));
        });
    }

    [Fact]
    public void A_recorded_delivery_of_an_insert_is_a_message_and_of_another_change_is_not()
    {
        var read = RecordedTraffic.Daprd()
            .Where(delivery => delivery.GetProperty("what").GetString() == "single" && delivery.GetProperty("rawPayload").GetString() == "absent")
            .Select(delivery => ChangeEvent.Parse(Bytes(delivery.GetProperty("body"))));

        // Two inserts, two updates, two pairs of a deletion and its tombstone.
        Assert.Equal([true, true, false, false, false, false, false, false], read.Select(change => change.IsMessage));
    }

    private static object? Read(ChangeEvent change, JsonTypeInfo json) => json switch
    {
        JsonTypeInfo<EventMessage> message => change.Read(message),
        JsonTypeInfo<BookingMessage> message => change.Read(message),
        JsonTypeInfo<SeatsGeneratedMessage> message => change.Read(message),
        _ => null,
    };

    private static byte[] Bytes(JsonElement text) => Encoding.UTF8.GetBytes(text.GetString()!);
}
