using System.Diagnostics;
using Npgsql;
using TicketBooking.Booking.Domain;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>
/// Makes a booking with its seats, claims and message, behind the gates of its event and its buyer, in one statement (migration 0015). When it
/// is not made, nothing of it stays.
/// </summary>
internal static class BookingSale
{
    private const string SeatsTaken = "SEAT1";
    private const string Outdated = "SEAT2";

    private const string Make =
        """
        SELECT outcome, ends_at, live, pause FROM make_booking(
          $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """;

    /// <summary>As a transaction of its own.</summary>
    /// <param name="database">The database.</param>
    /// <param name="booking">What to make.</param>
    /// <param name="duration">How long it lasts, and then how long its claims do.</param>
    /// <param name="limits">Of its buyer.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public static Task<SaleAnswer> MakeAsync(
        NpgsqlDataSource database, NewBooking booking, (TimeSpan Booking, TimeSpan Claims) duration, BuyerOptions limits, CancellationToken cancellationToken) =>
        RunAsync(database.Command(Make, Values(booking, duration, limits)), cancellationToken);

    /// <summary>In a transaction, which can only be rolled back when it is not made.</summary>
    public static Task<SaleAnswer> MakeAsync(
        NpgsqlTransaction transaction, NewBooking booking, (TimeSpan Booking, TimeSpan Claims) duration, BuyerOptions limits, CancellationToken cancellationToken) =>
        RunAsync(transaction.Command(Make, Values(booking, duration, limits)), cancellationToken);

    private static object?[] Values(NewBooking booking, (TimeSpan Booking, TimeSpan Claims) duration, BuyerOptions limits) =>
    [
        booking.Id,
        booking.UserId,
        booking.EventId,
        booking.Status.Code(),
        booking.AmountMinor,
        booking.Currency,
        duration.Booking,
        duration.Claims,
        Array.ConvertAll(booking.Seats, seat => seat.Id),
        Array.ConvertAll(booking.Seats, seat => seat.SeatNumber),
        Array.ConvertAll(booking.Seats, seat => seat.PriceMinor),
        booking.RulesVersion,
        booking.PricesVersion,
        booking.AttemptId,
        EventGate.Kind,
        BuyerUse.Kind,
        limits.MostSeats(booking),
        limits.PendingPayments,
        limits.ExpiredHolds,
        limits.CoolDown,
        Guid.CreateVersion7(),
        Activity.Current?.Id,
    ];

    private static async Task<SaleAnswer> RunAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return (await command.FirstAsync(Read, cancellationToken))!;
        }
        catch (PostgresException refused) when (refused.SqlState == SeatsTaken)
        {
            return new SaleAnswer(SaleOutcome.SeatsTaken);
        }
        catch (PostgresException refused) when (refused.SqlState == Outdated)
        {
            return new SaleAnswer(SaleOutcome.Outdated);
        }
    }

    private static SaleAnswer Read(NpgsqlDataReader row) => row.GetString(0) switch
    {
        "made" => new(SaleOutcome.Made, row.GetFieldValue<DateTimeOffset>(1)),
        "closed" => new(SaleOutcome.EventClosed),
        "cool-down" => new(SaleOutcome.CoolDown, Pause: row.GetFieldValue<TimeSpan>(3)),
        "buyer-limit" => new(SaleOutcome.BuyerLimit, LiveSeats: row.GetInt32(2)),
        "too-many-pending" => new(SaleOutcome.TooManyPending),
        var other => throw new InvalidOperationException($"make_booking answered {other}."),
    };
}
