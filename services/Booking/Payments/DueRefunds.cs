using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>Makes the refunds that are due, in batches that are leased: any number of instances share them.</summary>
internal sealed class DueRefunds(NpgsqlDataSource database, Refunds refunds)
{
    private const int BatchSize = 20;

    /// <summary>Makes a batch of them; false when none was due. One that fails is due again later and delays no other.</summary>
    public async Task<bool> MakeBatchAsync(Failures failures, CancellationToken cancellationToken)
    {
        var batch = await RefundTable.LeaseAsync(database, BatchSize, cancellationToken);
        foreach (var failure in await Task.WhenAll(batch.Select(attempt => TryAsync(attempt, cancellationToken))))
        {
            if (failure is not null)
            {
                failures.Add(failure);
            }
        }

        return batch.Count > 0;
    }

    private async Task<Exception?> TryAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        try
        {
            await refunds.MakeAsync(attempt, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
    }
}
