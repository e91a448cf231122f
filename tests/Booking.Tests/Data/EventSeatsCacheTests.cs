using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Domain;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

public sealed class EventSeatsCacheTests(BookingDatabase database) : IClassFixture<BookingDatabase>, IDisposable
{
    private readonly EventSeatsCache _cache = new(database.DataSource);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_layout_is_read_once_and_kept()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 2, 3);
        await Rules.ApplyAsync(database.DataSource, hall.Message);
        var found = await FindAsync(hall.EventId);
        await database.RunAsync("DELETE FROM tbl_event_layout WHERE event_id = $1", hall.EventId);

        Assert.Equal(hall.Seats, Enumerable.Range(0, found!.Count).Select(found.At));
        Assert.Same(found, await FindAsync(hall.EventId));
    }

    [Fact]
    public async Task A_layout_that_is_missing_is_looked_for_again()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 2, 3);

        Assert.Null(await FindAsync(hall.EventId));
        await Rules.ApplyAsync(database.DataSource, hall.Message);

        Assert.NotNull(await FindAsync(hall.EventId));
    }

    [Fact]
    public async Task One_reading_serves_all_and_the_cancellation_of_the_first_caller_does_not_end_it()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 2, 3);
        await Rules.ApplyAsync(database.DataSource, hall.Message);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var obstacle = await connection.BeginTransactionAsync();
        await obstacle.Command("LOCK TABLE tbl_event_layout IN ACCESS EXCLUSIVE MODE").RunAsync(CancellationToken.None);
        using var impatience = new CancellationTokenSource();

        var first = _cache.FindAsync(hall.EventId, impatience.Token);
        var others = Enumerable.Range(0, 20).Select(_ => FindAsync(hall.EventId)).ToArray();
        await Eventually.EqualsAsync(1L, () => database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_locks WHERE relation = 'tbl_event_layout'::regclass AND NOT granted"));
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await obstacle.CommitAsync();

        var found = await Task.WhenAll(others);
        Assert.NotNull(found[0]);
        Assert.All(found, seats => Assert.Same(found[0], seats));
    }

    private Task<EventSeats?> FindAsync(Guid eventId) => _cache.FindAsync(eventId, CancellationToken.None);
}
