using System.Globalization;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

/// <summary>The lists of an event's seats, which are in the order of their positions.</summary>
internal static class SeatList
{
    private const string Name = "seats";

    /// <summary>The position after which a page begins, -1 for the first one; null when its cursor is broken.</summary>
    public static int? PositionBefore(PageQuery query) => query.KeyBefore(Name, parts: 1) switch
    {
        [] => -1,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) => position,
        _ => null,
    };

    /// <param name="query">What was asked for.</param>
    /// <param name="seats">What follows, one more than the page has, if there is one more.</param>
    public static Page<SeatRow> After(PageQuery query, IReadOnlyList<SeatRow> seats) =>
        Page.After(query, seats, seat => seat, Name, seat => [seat.Position.ToString(CultureInfo.InvariantCulture)]);
}
