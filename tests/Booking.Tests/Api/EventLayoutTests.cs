using System.Net;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>Booking derives the seats from the event's message. In these tests there is no Seats service at all.</summary>
[Collection(BookingSystems.Recovery)]
public sealed class EventLayoutTests(BookingSystem system)
{
    [Fact]
    public async Task An_event_is_on_sale_with_its_message_and_after_a_restart_without_any_seats_service()
    {
        var hall = Hall.Of(Sample.Event(Sample.Section("Stalls", 2, 5, 4500), Sample.Section("Balcony", 1, 5, 2500, "A1")));
        await system.PublishAsync(hall.Message);
        await Eventually.EqualsAsync(HttpStatusCode.Created, async () => (await HoldAsync(hall, "Balcony/A2")).Status);

        await system.RestartBookingAsync();
        var hold = await HoldAsync(hall, "Stalls/B5");
        var best = await system.NewBuyer().HoldBestAsync(hall.EventId, 2);

        var seat = hold.Success().Body.GetProperty("seats")[0];
        Assert.Equal(hall.Seats[9].Id, seat.GetProperty("id").GetGuid());
        Assert.Equal(("Stalls/B5", 4500), (seat.GetProperty("seatNumber").GetString(), seat.GetProperty("priceMinor").GetInt64()));
        Assert.Equal(HttpStatusCode.Created, best.Status);
    }

    [Fact]
    public async Task An_event_stored_before_layouts_were_is_503_until_it_is_published_again()
    {
        var hall = await system.NewEventAsync();
        await system.RunAsync("DELETE FROM tbl_event_layout WHERE event_id = $1", hall.EventId);
        var buyer = system.NewBuyer();

        var refused = await buyer.HoldAsync(hall.EventId, "A1");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "catalogue-unavailable"), (refused.Status, refused.Problem));
        Assert.Contains("published again", refused.Text("title"), StringComparison.Ordinal);
        Assert.Equal("catalogue-unavailable", (await buyer.HoldAsync(hall.EventId, "ZZ99")).Problem);
        Assert.Equal("catalogue-unavailable", (await buyer.HoldBestAsync(hall.EventId, 2)).Problem);
        Assert.Equal("catalogue-unavailable", (await buyer.BookAsync(hall.EventId, "A1")).Problem);

        await system.PublishAsync(hall.Message);
        await Eventually.EqualsAsync(HttpStatusCode.Created, async () => (await buyer.HoldAsync(hall.EventId, "A1")).Status);
    }

    [Fact]
    public async Task Messages_of_every_version_in_every_order_give_the_same_layout()
    {
        foreach (var order in Orders([1, 2, 3, 4]))
        {
            var hall = Hall.Of(Sample.Event(Sample.Section("Stalls", 3, 4, 4500, "C4", "A1"), Sample.Section("Balcony", 2, 2, 0)));
            foreach (var version in order)
            {
                await ApplyAsync(Version(hall.Message, version));
            }

            var stored = await EventLayoutTable.FindAsync(system.Database, hall.EventId, CancellationToken.None);
            Assert.Equal("EUR", stored!.Layout.Currency);
            Assert.Equal(hall.Seats, stored.Layout.Seats());
        }
    }

    /// <summary>The third version takes the price of the first back, so the second must not win when it comes last.</summary>
    [Fact]
    public async Task Prices_are_those_of_the_highest_version_in_whatever_order_and_however_often_messages_come()
    {
        foreach (var order in Orders([1, 2, 3, 4]))
        {
            var first = Sample.Event(Sample.Section("Stalls", 3, 4, 4500, "C4", "A1"), Sample.Section("Balcony", 2, 2, 100));
            foreach (var version in order.SelectMany(version => (int[])[version, version]))
            {
                await ApplyAsync(Priced(Version(first, version), version is 1 or 3 or 4 ? 4500 : 9900));
            }

            var stored = await EventLayoutTable.FindAsync(system.Database, first.EventId, CancellationToken.None);
            Assert.Equal(Hall.Of(first).Seats, stored!.Layout.Seats());
            Assert.InRange(stored.PricesVersion, 1, 4);
        }
    }

    [Fact]
    public async Task An_older_message_that_comes_first_after_the_rules_brings_no_old_prices()
    {
        var first = Sample.Event(Sample.Section("Stalls", 1, 2, 4500));
        await ApplyAsync(Priced(Version(first, 2), 9900));
        await system.RunAsync("DELETE FROM tbl_event_layout WHERE event_id = $1", first.EventId);

        await ApplyAsync(first);
        Assert.Null(await EventLayoutTable.FindAsync(system.Database, first.EventId, CancellationToken.None));
        await ApplyAsync(Priced(Version(first, 2), 9900));

        var stored = await EventLayoutTable.FindAsync(system.Database, first.EventId, CancellationToken.None);
        Assert.Equal((9900L, 2L), (stored!.Layout.Sections[0].PriceMinor, stored.PricesVersion));
    }

    /// <summary>An old instance keeps the rules of a message and passes its prices over.</summary>
    [Fact]
    public async Task What_an_old_instance_passed_over_comes_with_the_event_published_again()
    {
        var first = Sample.Event(Sample.Section("Stalls", 1, 2, 4500));
        await ApplyAsync(first);
        await system.RunAsync("UPDATE tbl_event_rules SET version = 2 WHERE event_id = $1", first.EventId);

        await ApplyAsync(Priced(Version(first, 2), 9900));

        var stored = await EventLayoutTable.FindAsync(system.Database, first.EventId, CancellationToken.None);
        Assert.Equal((9900L, 2L), (stored!.Layout.Sections[0].PriceMinor, stored.PricesVersion));
    }

    [Fact]
    public async Task A_layout_never_changes_once_it_is_stored()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 2, 2);
        await ApplyAsync(hall.Message);

        await ApplyAsync(hall.Message with { Version = 2, Currency = "USD", Sections = [Sample.Section("Other", 9, 9)] });

        var stored = await EventLayoutTable.FindAsync(system.Database, hall.EventId, CancellationToken.None);
        Assert.Equal("EUR", stored!.Layout.Currency);
        Assert.Equal(hall.Seats, stored.Layout.Seats());
    }

    [Fact]
    public async Task A_message_with_impossible_sections_is_malformed_and_stores_nothing()
    {
        var message = Sample.Event(Sample.Section("Main", 200_001, 1));

        await Assert.ThrowsAsync<MalformedMessageException>(() => ApplyAsync(message));

        Assert.Equal(0, await CountAsync("tbl_event_rules", message.EventId));
        Assert.Equal(0, await CountAsync("tbl_event_layout", message.EventId));
    }

    [Fact]
    public async Task A_deletion_counts_whatever_its_sections_and_needs_no_layout()
    {
        var message = Sample.Event() with { Status = EventStatuses.Deleted };

        await ApplyAsync(message);

        Assert.Equal(1, await CountAsync("tbl_event_rules", message.EventId));
        Assert.Equal(0, await CountAsync("tbl_event_layout", message.EventId));
    }

    [Fact]
    public async Task Rules_and_layout_come_together_or_not_at_all()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 1, 1);
        await system.RunAsync(
            $"ALTER TABLE tbl_event_layout ADD CONSTRAINT refused CHECK (event_id <> '{hall.EventId}')");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ApplyAsync(hall.Message));

        Assert.Equal(0, await CountAsync("tbl_event_rules", hall.EventId));
        await system.RunAsync("ALTER TABLE tbl_event_layout DROP CONSTRAINT refused");
    }

    private static EventMessage Version(EventMessage first, int version) => first with
    {
        Version = version,
        Title = $"Title {version}",
        Status = version == 4 ? EventStatuses.Cancelled : EventStatuses.Scheduled,
    };

    private static EventMessage Priced(EventMessage message, long stalls) =>
        message with { Sections = [message.Sections[0] with { PriceMinor = stalls }, .. message.Sections[1..]] };

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 1
        ? [items]
        : items.SelectMany(item => Orders([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));

    private Task<Answer> HoldAsync(Hall hall, params string[] seats) => system.NewBuyer().HoldAsync(hall.EventId, seats);

    private Task ApplyAsync(EventMessage message) => system.Part<EventCancellations>().ApplyAsync(message, CancellationToken.None);

    private Task<long> CountAsync(string table, Guid eventId) =>
        system.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE event_id = $1", eventId);
}
