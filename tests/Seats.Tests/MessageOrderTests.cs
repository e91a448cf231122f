using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>
/// Two messages come in either order, and the second comes before or after the first is committed. The seats are the same in the end.
/// </summary>
public sealed class MessageOrderTests(TestSeats seats) : IClassFixture<TestSeats>, IAsyncLifetime
{
    private const int HeldBack = 4711;

    private static readonly string[] Names = ["event", "cancelled", "deleted", "held", "booked", "freed"];

    public static IEnumerable<object[]> Pairs =>
        from first in Names from second in Names where first != second select (object[])[first, second];

    /// <summary>Every commit of a message waits while a test holds the lock.</summary>
    public async ValueTask InitializeAsync() => await seats.SqlAsync($"""
        CREATE OR REPLACE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_advisory_xact_lock_shared({HeldBack}); RETURN NULL; END $$;
        DROP TRIGGER IF EXISTS hold_back ON tbl_event;
        DROP TRIGGER IF EXISTS hold_back ON tbl_seat;
        DROP TRIGGER IF EXISTS hold_back ON tbl_generation_job;
        CREATE CONSTRAINT TRIGGER hold_back AFTER INSERT OR UPDATE OR DELETE ON tbl_event DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION hold_back();
        CREATE CONSTRAINT TRIGGER hold_back AFTER INSERT OR UPDATE OR DELETE ON tbl_generation_job DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION hold_back();
        CREATE CONSTRAINT TRIGGER hold_back AFTER UPDATE ON tbl_seat DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION hold_back();
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task After_the_commit_of_the_first(string first, string second)
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await SendAsync(message, first);
        await SendAsync(message, second);
        await AssertCompleteAsync(message, first, second);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Before_the_commit_of_the_first(string first, string second)
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await using var connection = await seats.Database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({HeldBack})";
        await command.ExecuteNonQueryAsync();

        var both = Task.WhenAll(SendAsync(message, first), SendAsync(message, second));
        command.CommandText = $"SELECT pg_advisory_unlock({HeldBack})";
        await command.ExecuteNonQueryAsync();
        await both;

        await AssertCompleteAsync(message, first, second);
    }

    private async Task SendAsync(EventMessage message, string name)
    {
        var seat = SeatId.Of(message.EventId, "Stalls", "A", 1);
        await (name switch
        {
            "event" => seats.AcceptAsync(message),
            "cancelled" => seats.AcceptAsync(message with { Version = 2, Status = EventStatuses.Cancelled }),
            "deleted" => seats.AcceptAsync(message with { Version = 3, Status = EventStatuses.Deleted }),
            "held" => seats.AcceptAsync(Sample.Booking(message.EventId, new SeatChange(seat, "A1", SeatStatuses.Held, 1))),
            "booked" => seats.AcceptAsync(Sample.Booking(message.EventId, new SeatChange(seat, "A1", SeatStatuses.Booked, 2))),
            _ => seats.AcceptAsync(Sample.Booking(message.EventId, new SeatChange(seat, "A1", SeatStatuses.Available, 3))),
        });
    }

    /// <summary>With the event's own message, unless it came, the rest has its effect; nothing is left that waits.</summary>
    private async Task AssertCompleteAsync(EventMessage message, params string[] sent)
    {
        await seats.AcceptAsync(message);
        var version = sent.Max(name => Array.IndexOf(["held", "booked", "freed"], name) + 1);
        var expected = sent.Contains("deleted")
            ? ""
            : $"A1 {((string[])["AVAILABLE", "HELD", "BOOKED", "AVAILABLE"])[version]} {version}, A2 AVAILABLE 0";
        await Eventually.EqualsAsync(0L, () => seats.CountAsync("SELECT count(*) FROM tbl_parked_message"));
        Assert.Equal(expected, await StatesAsync(message.EventId));
    }

    private async Task<string> StatesAsync(Guid eventId)
    {
        await using var command = seats.Database.CreateCommand(
            $"SELECT coalesce(string_agg(concat_ws(' ', seat_number, status, version), ', ' ORDER BY position), '') FROM tbl_seat WHERE event_id = '{eventId}'");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
