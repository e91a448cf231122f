using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Ends bookings that are cancelled: first in our own tables, in one transaction, then at the provider. What fails in between is repeated by
/// the next caller or the sweeper, and changes nothing twice.
/// </summary>
internal sealed partial class Cancellations(
    NpgsqlDataSource database,
    PaymentLedger ledger,
    PaymentSettlement settlement,
    PaymentWorkflowClient workflows,
    ILogger<Cancellations> logger)
{
    /// <summary>How long a buyer waits at most; the sweeper does the rest.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>As <see cref="CancelAsync"/>, but a provider that does not answer is left to the sweeper.</summary>
    public async Task<BookingStatus> CancelSoonAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        var before = await ledger.CancelAsync(bookingId, cancellationToken);
        await SettleSoonAsync(bookingId, cancellationToken);
        return before;
    }

    /// <summary>
    /// Frees seats of a confirmed booking that keeps others, and refunds their price; false when it is not confirmed or keeps none. A provider
    /// that does not answer is left to the refunds that are due.
    /// </summary>
    public async Task<bool> TryCancelSeatsSoonAsync(Guid bookingId, Guid[] seatIds, CancellationToken cancellationToken)
    {
        if (!await ledger.CancelSeatsAsync(bookingId, seatIds, cancellationToken))
        {
            return false;
        }

        await SettleSoonAsync(bookingId, cancellationToken);
        return true;
    }

    /// <summary>Ends the booking; afterwards it cannot be paid any more, and its money, if any, is refunded.</summary>
    /// <returns>The status it had.</returns>
    public async Task<BookingStatus> CancelAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        var before = await ledger.CancelAsync(bookingId, cancellationToken);
        await SettleAsync(bookingId, cancellationToken);
        return before;
    }

    private async Task SettleSoonAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerWithin);
        try
        {
            await SettleAsync(bookingId, timeout.Token);
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, cancellationToken))
        {
            LogLater(exception, bookingId);
        }
    }

    private async Task SettleAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        foreach (var attempt in await PaymentAttempts.UnsettledAsync(database, bookingId, cancellationToken))
        {
            await SettleAsync(attempt, cancellationToken);
        }

        await settlement.ReleaseLocksAsync(bookingId, cancellationToken);
    }

    private async Task SettleAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (attempt.Outcome != AttemptOutcome.Open)
        {
            await settlement.MoneyArrivedAsync(attempt.Id, cancellationToken);
            return;
        }

        // Does not wait for a payment under way: its money is refunded when it arrives.
        await settlement.EndAsync(attempt.Id, EndReason.Cancelled, mayWait: false, cancellationToken);
        await workflows.TryTellAsync(attempt.Id, PaymentNews.Canceled, cancellationToken);
    }

    [LoggerMessage(3024, LogLevel.Warning, "Cancelled booking {BookingId} could not be settled with the provider yet; the sweeper will.")]
    private partial void LogLater(Exception exception, Guid bookingId);
}
