using System.Diagnostics;
using Npgsql;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>
/// Compares the books of everything that sells: Booking, Seats, the provider, and what is on its way between them. It reads databases and
/// the ledger only, and shares no code and no statement with the services.
/// </summary>
internal sealed class Sweep(NpgsqlDataSource booking, NpgsqlDataSource seats, NpgsqlDataSource? sidecar, Func<CancellationToken, Task<Ledger>> ledger) : IAsyncDisposable
{
    private const string Totals =
        """
        SELECT (SELECT count(*) FROM tbl_seat_claim WHERE status = 'BOOKED'),
          count(*), count(DISTINCT (b.event_id, s.seat_id)), count(DISTINCT b.id) FILTER (WHERE b.amount_minor > 0),
          (SELECT count(*) FROM tbl_booking WHERE status IN ('HELD', 'PENDING_PAYMENT'))
        FROM tbl_booking b JOIN tbl_booking_seat s ON s.booking_id = b.id AND s.cancelled_at IS NULL WHERE b.status = 'CONFIRMED'
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Sweep Of(LaunchedSystem system) => new(
        system.Database("booking"),
        system.Database("seats"),
        system.Database("sidecar"),
        cancellationToken => Ledger.ReadAsync(system.Provider, system.ProviderKey, cancellationToken));

    /// <summary>Looks again until nothing differs or the time is over: what is on its way arrives meanwhile.</summary>
    public async Task<SweepResult> RunAsync(TimeSpan settle, CancellationToken cancellationToken)
    {
        var (clock, position) = (Stopwatch.StartNew(), await DeliveryRules.PositionAsync(booking, cancellationToken));
        while (true)
        {
            var result = await LookAsync(position, cancellationToken);
            if (result.IsClean || clock.Elapsed > settle)
            {
                return result;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await booking.DisposeAsync();
        await seats.DisposeAsync();
        await (sidecar?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<SweepResult> LookAsync(string position, CancellationToken cancellationToken)
    {
        var books = await ledger(cancellationToken);
        var (claims, sold, unique, paid, open) = (await booking.RowsAsync(
            Totals, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), cancellationToken)).Single();
        var captured = books.Intents.Count(intent => intent.Kept > 0);
        return new(
            sold,
            unique,
            claims,
            paid,
            captured,
            open,
            [
                .. sold == unique && unique == claims ? [] : new[] { new Difference("totals", $"{sold} seats sold, {unique} of them unique, {claims} claims") },
                .. paid == captured ? [] : new[] { new Difference("totals", $"{paid} bookings are paid for, and {captured} payments are captured") },
                .. books.UndeliveredWebhooks == 0 ? [] : new[] { new Difference("webhook not delivered", $"{books.UndeliveredWebhooks} are with the provider") },
                .. await ClaimRules.FindAsync(booking, cancellationToken),
                .. await MoneyRules.FindAsync(booking, books, cancellationToken),
                .. await ProjectionRules.FindAsync(booking, seats, cancellationToken),
                .. await DeliveryRules.FindAsync(booking, sidecar, position, cancellationToken),
            ]);
    }
}
