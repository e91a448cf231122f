using TicketBooking.Booking.Data;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

public sealed class EventRulesTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    [Fact]
    public async Task Older_and_repeated_messages_change_nothing()
    {
        var message = Message(version: 2, maxSeats: 4);
        await ApplyAsync(message);
        await ApplyAsync(message with { Version = 3, MaxSeatsPerBooking = 6, OnSaleAt = null });
        await ApplyAsync(message);
        await ApplyAsync(message with { Version = 3, MaxSeatsPerBooking = 7 });

        var found = await EventRulesTable.FindAsync(database.DataSource, message.EventId, CancellationToken.None);

        Assert.Equal(6, found!.Value.Rules.MaxSeats);
        Assert.Null(found.Value.Rules.OnSaleAt);
    }

    [Fact]
    public async Task What_is_stored_is_what_was_said()
    {
        var message = Message(version: 1, maxSeats: 4);
        await ApplyAsync(message);

        var (rules, _) = (await EventRulesTable.FindAsync(database.DataSource, message.EventId, CancellationToken.None))!.Value;

        Assert.Equal(message.StartsAt, rules.StartsAt);
        Assert.Equal(message.OnSaleAt, rules.OnSaleAt);
        Assert.Equal(TimeSpan.FromSeconds(message.HoldSeconds), rules.HoldTime);
        Assert.Equal(EventStatuses.Scheduled, rules.Status);
    }

    private static EventMessage Message(long version, int maxSeats) => new(
        Guid.CreateVersion7(),
        version,
        EventStatuses.Scheduled,
        "Title",
        null,
        null,
        new EventVenue(Guid.CreateVersion7(), "Venue", "City"),
        new DateTimeOffset(2030, 1, 1, 20, 0, 0, TimeSpan.FromHours(1)),
        null,
        new DateTimeOffset(2029, 1, 1, 20, 0, 0, TimeSpan.Zero),
        "EUR",
        maxSeats,
        600,
        [Sample.Section("Main", 1, 1)],
        Guid.CreateVersion7());

    private Task ApplyAsync(EventMessage message) => Rules.ApplyAsync(database.DataSource, message);
}
