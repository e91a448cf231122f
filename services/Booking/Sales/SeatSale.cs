using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Sales;

/// <summary>Makes a booking from a request: sale rules → catalogue → choice of seats → claims.</summary>
internal sealed class SeatSale(
    EventRulesCache rules, EventSeatsCache catalogue, FreeSeatsCache freeSeats, SeatTaker taker, BestSeatSale best, TimeProvider clock)
{
    /// <summary>Limits selling anew after rules or prices have changed.</summary>
    private const int MostSales = 5;

    /// <param name="wish">What the buyer asks for.</param>
    /// <param name="userId">The buyer.</param>
    /// <param name="attemptId">Set when the buyer pays at once.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public async Task<SaleResult> SellAsync(SeatWish wish, Guid userId, Guid? attemptId, CancellationToken cancellationToken)
    {
        // By the rules in memory if they allow it: then the statement says whether they were old.
        if (rules.Known(wish.EventId) is { } known && WhyNot(wish, known.Rules, known.Now) is null
            && await TrySellAsync(wish, known.Rules, userId, attemptId, cancellationToken) is { } sold)
        {
            return sold;
        }

        for (var sales = 0; sales < MostSales; sales++)
        {
            if (await rules.ReadAsync(wish.EventId, cancellationToken) is not { } found)
            {
                return SaleResult.Refused(BookingProblems.EventNotFound());
            }

            if (WhyNot(wish, found.Rules, found.Now) is { } refusal)
            {
                return SaleResult.Refused(refusal);
            }

            if (await TrySellAsync(wish, found.Rules, userId, attemptId, cancellationToken) is { } result)
            {
                return result;
            }
        }

        return SaleResult.Refused(Problem.Busy());
    }

    /// <summary>Null when the event has newer rules or prices.</summary>
    private async Task<SaleResult?> TrySellAsync(
        SeatWish wish, SaleRules by, Guid userId, Guid? attemptId, CancellationToken cancellationToken)
    {
        if (await catalogue.FindAsync(wish.EventId, cancellationToken) is not { } seats)
        {
            return SaleResult.Refused(BookingProblems.CatalogueUnavailable());
        }

        if (!seats.CanBePaid)
        {
            return SaleResult.Refused(BookingProblems.PricesNotPayable(seats.Currency));
        }

        var result = await SellAsync(wish, seats, by, Template(userId, by, seats, attemptId), cancellationToken);
        if (result != SaleResult.Outdated)
        {
            return result;
        }

        catalogue.Forget(wish.EventId, seats);
        return null;
    }

    private static ProblemHttpResult? WhyNot(SeatWish wish, SaleRules by, DateTimeOffset now)
    {
        if (by.WhyNotOnSale(now) is { } why)
        {
            return BookingProblems.NotOnSale(why);
        }

        return wish.Count > by.MaxSeats
            ? Problem.Invalid(("seats", $"At most {by.MaxSeats} seats can be booked together."))
            : null;
    }

    private NewBooking Template(Guid userId, SaleRules by, EventSeats seats, Guid? attemptId) =>
        new(Guid.CreateVersion7(clock.GetUtcNow()), userId, by.EventId, [], seats.Currency, by.HoldTime, by.MaxSeats, attemptId)
        {
            RulesVersion = by.Version,
            PricesVersion = seats.PricesVersion,
        };

    private Task<SaleResult> SellAsync(
        SeatWish wish, EventSeats seats, SaleRules by, NewBooking booking, CancellationToken cancellationToken) =>
        wish.SeatNumbers is { } numbers
            ? SellNamedAsync(numbers, seats, by, booking, cancellationToken)
            : best.SellAsync(wish, seats, freeSeats.Of(wish.EventId, seats), booking, cancellationToken);

    private async Task<SaleResult> SellNamedAsync(
        string[] numbers, EventSeats seats, SaleRules by, NewBooking booking, CancellationToken cancellationToken)
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

        var wanted = booking.WithSeats(chosen) with { SingleSeats = by.NoSingleSeats ? new SingleSeats(seats, chosen) : null };
        var free = freeSeats.Of(wanted.EventId, seats);
        return await free.KnownConflictsAsync(chosen, cancellationToken) is { Count: > 0 } conflicts
            ? taker.Taken(wanted, conflicts)
            : await taker.TakeAsync(wanted, free, cancellationToken);
    }
}
