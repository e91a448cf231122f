using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Refunds money: at the provider first, then in our tables. What fails in between is repeated under the same number and changes nothing. What
/// the provider says is recorded only if nothing else was recorded since it was asked; else it is asked again, so the last answer counts.
/// </summary>
internal sealed class Refunds(
    NpgsqlDataSource database, StripeRefunds stripe, PaymentLedger payments, RefundLedger ledger, RefundSignal signal)
{
    /// <summary>Makes an attempt's refund if it is due and not leased already.</summary>
    /// <returns>The booking's status.</returns>
    public async Task<BookingStatus> MakeIfDueAsync(Guid attemptId, CancellationToken cancellationToken) =>
        await RefundTable.TryLeaseAsync(database, attemptId, cancellationToken) is { } leased
            ? await MakeAsync(leased, cancellationToken)
            : await payments.StatusAsync(attemptId, cancellationToken);

    /// <summary>Makes a leased refund, or asks about the one that is under way. After a failure it is due again after a growing pause.</summary>
    /// <returns>The booking's status.</returns>
    public async Task<BookingStatus> MakeAsync(AttemptRow leased, CancellationToken cancellationToken)
    {
        if (!leased.IsOwing)
        {
            return await payments.StatusAsync(leased.Id, cancellationToken);
        }

        RefundAnswer answer;
        try
        {
            answer = leased.Refund.Covers(leased.OwedMinor)
                ? new RefundAnswer(await stripe.AskAsync(leased, cancellationToken))
                : await stripe.RefundAsync(leased, cancellationToken);
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, cancellationToken))
        {
            await RefundTable.PostponeAsync(database, leased, RefundRules.PauseAfter(leased.Refund.Tries), cancellationToken);
            signal.Changed();
            throw;
        }

        return await ledger.RecordAsync(leased, answer.Money, answer.Refusal, cancellationToken) is { } status
            ? Tell(status)
            : await AskAsync(leased.Id, cancellationToken);
    }

    /// <summary>Asks the provider where the money of a paid attempt is, and records it.</summary>
    /// <returns>The booking's status.</returns>
    public async Task<BookingStatus> AskAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var attempt = await payments.FindAsync(attemptId, cancellationToken);
            var money = await stripe.AskAsync(attempt, cancellationToken);
            if (await ledger.RecordAsync(attempt, money, refusal: null, cancellationToken) is { } status)
            {
                return Tell(status);
            }
        }
    }

    private BookingStatus Tell(BookingStatus status)
    {
        signal.Changed();
        return status;
    }
}
