using System.ComponentModel.DataAnnotations;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Seats.Generation;

internal sealed class GenerationOptions
{
    public const string Section = "Generation";

    /// <summary>Events with at most so many seats have a lane of their own, in which no bigger one holds them up.</summary>
    [Range(1, SeatLayout.MaxSeats)]
    public int SmallSeats { get; init; } = 10_000;
}
