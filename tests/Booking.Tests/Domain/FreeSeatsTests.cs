using TicketBooking.Booking.Domain;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Domain;

public sealed class FreeSeatsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly EventSeats _seats = new(Hall.Of(Guid.CreateVersion7(), 1, 4).Layout);
    private readonly FreeSeats _free;

    public FreeSeatsTests() => _free = new FreeSeats(_seats);

    [Fact]
    public void A_hold_is_free_when_the_time_of_a_reading_says_so()
    {
        _free.Apply([Held("A1", Now.AddSeconds(1)), Held("A2", Now.AddSeconds(2)), Booked("A3"), Booked("A4")], Now);
        Assert.False(IsFree(1));

        _free.Apply([], Now.AddSeconds(1));
        Assert.True(IsFree(1));
        Assert.False(IsFree(2));

        _free.Apply([], Now.AddSeconds(2));
        Assert.True(IsFree(2));
    }

    [Fact]
    public void The_end_of_a_hold_that_was_booked_or_kept_meanwhile_frees_nothing()
    {
        _free.Apply([Held("A1", Now.AddSeconds(1)), Held("A2", Now.AddSeconds(1)), Booked("A3"), Booked("A4")], Now);
        _free.Apply([Booked("A1"), Held("A2", Now.AddSeconds(60))], Now);

        _free.Apply([], Now.AddSeconds(2));

        Assert.False(IsFree(1));
    }

    [Fact]
    public void A_hold_that_is_read_twice_ends_once_and_what_was_released_is_free_at_once()
    {
        _free.Apply([Held("A1", Now.AddSeconds(1)), Booked("A2"), Booked("A3"), Booked("A4")], Now);
        _free.Apply([Held("A1", Now.AddSeconds(1))], Now);
        _free.Apply([new ClaimState("A2", IsTaken: false, EndsAt: null)], Now);

        Assert.True(IsFree(1));
        Assert.False(IsFree(2));
    }

    [Fact]
    public void What_is_reserved_is_chosen_by_no_other_request_and_is_still_free()
    {
        var chosen = _free.Reserve(_seats.Rows, 4, [], width: 1);

        Assert.Equal([0, 1, 2, 3], chosen);
        Assert.Empty(_free.Reserve(_seats.Rows, 1, [], width: 1));
        Assert.True(IsFree(4));

        _free.EndReservation(chosen);
        Assert.Equal([2, 3], _free.Reserve(_seats.Rows, 2, [0, 1], width: 1));
    }

    private static ClaimState Held(string seat, DateTimeOffset until) => new(seat, IsTaken: true, until);

    private static ClaimState Booked(string seat) => new(seat, IsTaken: true, EndsAt: null);

    private bool IsFree(int quantity) => _free.AreFree(_seats.Rows, quantity);
}
