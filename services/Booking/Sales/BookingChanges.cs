using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Sales;

/// <summary>Writes bookings: status, claims and outbox row together, as <see cref="BookingAutomaton"/> decides.</summary>
internal sealed class BookingChanges(Outbox outbox, IOptions<PaymentOptions> payments, IOptions<BuyerOptions> buyers)
{
    private const string AggregateType = "booking";

    /// <summary>Makes a booking, as a transaction of its own, or says why not.</summary>
    public Task<SaleAnswer> MakeAsync(NpgsqlDataSource database, NewBooking booking, CancellationToken cancellationToken) =>
        BookingSale.MakeAsync(database, booking, DurationOf(booking), buyers.Value, cancellationToken);

    /// <summary>Makes a booking, or says why not; then the caller must roll back.</summary>
    public Task<SaleAnswer> MakeAsync(NpgsqlTransaction transaction, NewBooking booking, CancellationToken cancellationToken) =>
        BookingSale.MakeAsync(transaction, booking, DurationOf(booking), buyers.Value, cancellationToken);

    /// <summary>
    /// Begins the payment of a hold that has its seats, in one statement; null, and nothing is changed, when the hold or its buyer is not so far.
    /// </summary>
    public Task<(AttemptRow Attempt, TimeSpan Age)?> TryBeginPaymentAsync(
        NpgsqlDataSource database, Guid attemptId, (Guid Id, Guid UserId) hold, CancellationToken cancellationToken) => PaymentAttempts.TryBeginAsync(
        database, attemptId, hold, (payments.Value.LeastTime, payments.Value.Grace), buyers.Value.PendingPayments, cancellationToken);

    /// <summary>Begins the payment of a locked hold: the first time, its buyer has the least time to pay from now on.</summary>
    public async Task BeginPaymentAsync(NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        await BookingTable.SetPaymentBegunAsync(transaction, booking.Id, payments.Value.LeastTime, cancellationToken);
        await ApplyAsync(transaction, booking, BookingInput.PaymentStarted, cancellationToken);
    }

    /// <summary>Doubles the time of a locked hold, once; returns its new end, or null when it was lengthened before.</summary>
    public async Task<DateTimeOffset?> ExtendAsync(NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        if (await BookingTable.TryExtendAsync(transaction, booking.Id, cancellationToken) is not { } expiresAt)
        {
            return null;
        }

        await RepairSeatsAsync(transaction, booking, SeatEffect.Hold, cancellationToken);
        return expiresAt;
    }

    /// <summary>Applies an input to a locked booking; null when it changes nothing.</summary>
    public async Task<Transition?> ApplyAsync(
        NpgsqlTransaction transaction, BookingRow booking, BookingInput input, CancellationToken cancellationToken)
    {
        if (BookingAutomaton.Decide(booking.Status, input) is not { } transition)
        {
            return null;
        }

        if (transition.To != booking.Status)
        {
            var now = await BookingTable.SetStatusAsync(transaction, [booking.Id], transition.To, cancellationToken);
            var seats = await ChangeSeatsAsync(transaction, booking.Id, transition.Seats, cancellationToken);
            await AppendAsync(transaction, booking, transition.To, seats, now, cancellationToken);
        }

        return transition;
    }

    /// <summary>Applies money to a locked booking: it buys the seats if they are its own or free and nothing is cancelled.</summary>
    public async Task<Transition?> ApplyMoneyAsync(NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        var cancelled = booking.IsCancelled || await EventGate.IsCancelledAsync(transaction, booking.EventId, cancellationToken);
        await SeatClaims.LockAsync(transaction, [booking.Id], cancellationToken);
        var obtainable = await SeatClaims.AllObtainableAsync(transaction, booking.Id, cancellationToken);
        var input = BookingAutomaton.InputOfMoney(obtainable, cancelled);
        return await ApplyAsync(transaction, booking, input, cancellationToken);
    }

    /// <summary>Frees seats of a locked booking that keeps others; returns their price.</summary>
    public async Task<long> FreeSeatsAsync(
        NpgsqlTransaction transaction, BookingRow booking, Guid[] seatIds, CancellationToken cancellationToken)
    {
        await SeatClaims.LockAsync(transaction, [booking.Id], cancellationToken);
        var seats = await SeatClaims.FreeAsync(transaction, booking.Id, seatIds, cancellationToken);
        var (price, now) = await BookingTable.SetSeatsCancelledAsync(transaction, booking.Id, seatIds, cancellationToken);
        await AppendAsync(transaction, booking, booking.Status, seats, now, cancellationToken);
        return price;
    }

    /// <summary>Changes a locked booking's seats to what its status requires.</summary>
    public async Task RepairSeatsAsync(
        NpgsqlTransaction transaction, BookingRow booking, SeatEffect effect, CancellationToken cancellationToken)
    {
        var now = await BookingTable.SetStatusAsync(transaction, [booking.Id], booking.Status, cancellationToken);
        var seats = await ChangeSeatsAsync(transaction, booking.Id, effect, cancellationToken);
        await AppendAsync(transaction, booking, booking.Status, seats, now, cancellationToken);
    }

    /// <summary>Writes the outbox row with the new status of a booking and its seats.</summary>
    public Task AppendAsync(
        NpgsqlTransaction transaction,
        BookingRow booking,
        BookingStatus status,
        List<SeatChange> seats,
        DateTimeOffset occurredAt,
        CancellationToken cancellationToken) =>
        AppendAsync(transaction, MessageOf(booking.Id, booking.EventId, status, seats, occurredAt), cancellationToken);

    /// <summary>How long a booking lasts; the claims of one that is being paid last longer.</summary>
    private (TimeSpan Booking, TimeSpan Claims) DurationOf(NewBooking booking)
    {
        if (booking.AttemptId is null)
        {
            return (booking.HoldTime, booking.HoldTime);
        }

        var time = booking.HoldTime > payments.Value.LeastTime ? booking.HoldTime : payments.Value.LeastTime;
        return (time, time + payments.Value.Grace);
    }

    private async Task<List<SeatChange>> ChangeSeatsAsync(
        NpgsqlTransaction transaction, Guid bookingId, SeatEffect effect, CancellationToken cancellationToken)
    {
        if (effect == SeatEffect.None)
        {
            return [];
        }

        await SeatClaims.LockAsync(transaction, [bookingId], cancellationToken);
        return effect switch
        {
            SeatEffect.Hold => await SeatClaims.KeepAsync(transaction, bookingId, TimeSpan.Zero, cancellationToken),
            SeatEffect.HoldForPayment => await SeatClaims.KeepAsync(transaction, bookingId, payments.Value.Grace, cancellationToken),
            SeatEffect.Book => await SeatClaims.BookAsync(transaction, bookingId, cancellationToken),
            SeatEffect.Free => [.. (await SeatClaims.FreeAsync(transaction, [bookingId], cancellationToken)).Select(freed => freed.Change)],
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, null),
        };
    }

    /// <summary>Writes outbox rows of many bookings, in one statement.</summary>
    public Task AppendAsync(NpgsqlTransaction transaction, IReadOnlyCollection<BookingMessage> messages, CancellationToken cancellationToken) =>
        outbox.AppendAsync(
            transaction,
            AggregateType,
            MessageTypes.BookingChanged,
            [.. messages.Select(message => (message.BookingId.ToString(), message))],
            ContractsJson.Default.BookingMessage,
            cancellationToken);

    /// <summary>The message about a booking and the seats that changed with it.</summary>
    public static BookingMessage MessageOf(
        Guid bookingId, Guid eventId, BookingStatus status, IEnumerable<SeatChange> seats, DateTimeOffset occurredAt) =>
        new(bookingId, eventId, status.Code(), [.. seats], occurredAt);

    private Task AppendAsync(NpgsqlTransaction transaction, BookingMessage message, CancellationToken cancellationToken) =>
        outbox.AppendAsync(
            transaction,
            AggregateType,
            message.BookingId.ToString(),
            MessageTypes.BookingChanged,
            message,
            ContractsJson.Default.BookingMessage,
            cancellationToken);
}
