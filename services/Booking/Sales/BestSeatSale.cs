using Npgsql;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Platform;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Sales;

/// <summary>Sells so many of the best free seats: chooses in memory, claims, and chooses again when another buyer was faster.</summary>
internal sealed class BestSeatSale(SeatTaker taker, TimeProvider clock)
{
    private const int MostChoices = 8;

    private readonly StuckSeats _stuck = new(clock);

    public async Task<SaleResult> SellAsync(
        SeatWish wish, EventSeats seats, EventFreeSeats free, NewBooking booking, CancellationToken cancellationToken)
    {
        var rows = wish.Section is null ? seats.Rows : [.. seats.Rows.Where(row => row.Section == wish.Section)];
        if (rows.Count == 0)
        {
            return SaleResult.Refused(Problem.Invalid(("section", "The event has no such section.")));
        }

        for (var conflicts = 0; conflicts < MostChoices; conflicts++)
        {
            var wanted = new SeatQuery(rows, wish.Count, _stuck.Of(wish.EventId), conflicts);
            var (choice, areFree) = await free.ChooseAsync(wanted, cancellationToken);
            if (choice is null)
            {
                return SaleResult.Refused(areFree ? Problem.Busy() : BookingProblems.NotEnoughSeats());
            }

            var result = await TakeAsync(choice, booking.WithSeats(Array.ConvertAll(choice.Positions, seats.At)), free, cancellationToken);
            if (!result.IsConflict)
            {
                return result;
            }
        }

        return SaleResult.Refused(Problem.Busy());
    }

    private async Task<SaleResult> TakeAsync(
        SeatChoice choice, NewBooking booking, EventFreeSeats free, CancellationToken cancellationToken)
    {
        using var _ = choice;
        try
        {
            return await taker.TakeAsync(booking, free, cancellationToken);
        }
        catch (NpgsqlException exception) when (exception.IsLockTimeout())
        {
            _stuck.Add(booking.EventId, choice.Positions);
            throw;
        }
    }
}
