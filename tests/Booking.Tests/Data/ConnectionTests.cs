using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Features.Holds;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

/// <summary>Code that has a connection asks for no second one: on a small pool that is a deadlock. Here the pool is one connection.</summary>
public sealed class ConnectionTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    [Fact]
    public async Task A_hold_is_taken_to_payment_with_one_connection()
    {
        await using var narrow = Narrow();
        var booking = await NewHoldAsync();

        var begun = await new PaymentStart(narrow, database.Changes, database.Metrics, database.Limits, TimeProvider.System)
            .BeginAsync(booking.Id, booking.UserId, CancellationToken.None);

        Assert.True(begun.IsNew);
        Assert.Equal(booking.Id, begun.Attempt!.BookingId);
    }

    [Fact]
    public async Task A_hold_is_released_with_one_connection()
    {
        await using var narrow = Narrow();
        var booking = await NewHoldAsync();
        var caller = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", booking.UserId.ToString())]));

        var answer = await ReleaseHold.HandleAsync(booking.Id, caller, narrow, database.Changes, database.Locks, database.Metrics, CancellationToken.None);

        Assert.IsType<NoContent>(answer.Result);
    }

    [Fact]
    public async Task Holds_end_with_one_connection()
    {
        await using var narrow = Narrow();
        var booking = await NewHoldAsync();
        await database.LetTimePassAsync(booking.Id);

        var ended = await new EndedHolds(narrow, database.Changes, database.Metrics).ExpireBatchAsync(CancellationToken.None);

        Assert.Contains(ended, hold => hold.BookingId == booking.Id);
    }

    private NpgsqlDataSource Narrow() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString)
    {
        MaxPoolSize = 1,
        Timeout = 3,
        ApplicationName = "narrow",
    });

    private async Task<NewBooking> NewHoldAsync()
    {
        var eventId = Guid.CreateVersion7();
        var booking = BookingDatabase.Booking(eventId, Hall.Of(eventId, 1, 2).Seats[0]);
        Assert.True(await database.ClaimAsync(booking));
        return booking;
    }
}
