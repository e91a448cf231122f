using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Sales;

/// <summary>Makes a booking from a request: sale rules → catalogue → choice of seats → claims.</summary>
internal sealed class SeatSale(
    NpgsqlDataSource database, EventSeatsCache catalogue, SeatTaker taker, BestSeatSale best, TimeProvider clock)
{
    /// <summary>Limits selling anew after the prices have changed.</summary>
    private const int MostPrices = 5;

    /// <param name="wish">What the buyer asks for.</param>
    /// <param name="userId">The buyer.</param>
    /// <param name="attemptId">Set when the buyer pays at once.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public async Task<SaleResult> SellAsync(SeatWish wish, Guid userId, Guid? attemptId, CancellationToken cancellationToken)
    {
        if (await EventRulesTable.FindAsync(database, wish.EventId, cancellationToken) is not { } found)
        {
            return SaleResult.Refused(BookingProblems.EventNotFound());
        }

        if (WhyNot(wish, found.Rules, found.Now) is { } refusal)
        {
            return SaleResult.Refused(refusal);
        }

        for (var prices = 0; prices < MostPrices; prices++)
        {
            if (await catalogue.FindAsync(wish.EventId, cancellationToken) is not { } seats)
            {
                return SaleResult.Refused(BookingProblems.CatalogueUnavailable());
            }

            if (!seats.CanBePaid)
            {
                return SaleResult.Refused(BookingProblems.PricesNotPayable(seats.Currency));
            }

            var result = await SellAsync(wish, seats, found.Rules, Template(userId, found.Rules, seats, attemptId), cancellationToken);
            if (result != SaleResult.OldPrices)
            {
                return result;
            }

            catalogue.Forget(wish.EventId, seats);
        }

        return SaleResult.Refused(Problem.Busy());
    }

    private static ProblemHttpResult? WhyNot(SeatWish wish, SaleRules rules, DateTimeOffset now)
    {
        if (rules.WhyNotOnSale(now) is { } why)
        {
            return BookingProblems.NotOnSale(why);
        }

        return wish.Count > rules.MaxSeats
            ? Problem.Invalid(("seats", $"At most {rules.MaxSeats} seats can be booked together."))
            : null;
    }

    private NewBooking Template(Guid userId, SaleRules rules, EventSeats seats, Guid? attemptId) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), userId, rules.EventId, [], seats.Currency, rules.HoldTime, rules.MaxSeats, attemptId)
        {
            PricesVersion = seats.PricesVersion,
        };

    private Task<SaleResult> SellAsync(
        SeatWish wish, EventSeats seats, SaleRules rules, NewBooking booking, CancellationToken cancellationToken) =>
        wish.SeatNumbers is { } numbers
            ? SellNamedAsync(numbers, seats, rules, booking, cancellationToken)
            : best.SellAsync(wish, seats, booking, cancellationToken);

    private async Task<SaleResult> SellNamedAsync(
        string[] numbers, EventSeats seats, SaleRules rules, NewBooking booking, CancellationToken cancellationToken)
    {
        var found = Array.ConvertAll(numbers, seats.Find);
        string[] unknown = [.. numbers.Where((_, i) => found[i] is null)];
        if (unknown.Length > 0)
        {
            return SaleResult.Refused(BookingProblems.UnknownSeats(unknown));
        }

        LayoutSeat[] chosen = [.. found.OfType<LayoutSeat>()];
        if (chosen.DistinctBy(seat => seat.Position).Count() < chosen.Length)
        {
            return SaleResult.Refused(Problem.Invalid(("seats", "A seat is named twice.")));
        }

        var singles = rules.NoSingleSeats ? new SingleSeats(seats, chosen) : null;
        return await taker.TakeAsync(booking.WithSeats(chosen) with { SingleSeats = singles }, cancellationToken);
    }
}
