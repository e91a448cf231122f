using System.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Live;

namespace TicketBooking.Seats.Features;

/// <summary>Answers with the state of an event, or the changes that a live view missed.</summary>
internal static class GetSeatFeed
{
    public static async Task<Results<Ok<SeatFeed>, ProblemHttpResult>> HandleAsync(
        Guid eventId, long? after, NpgsqlDataSource database, IOptions<HistoryOptions> history, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (await LiveReads.FindSeqAsync(moment, eventId, cancellationToken) is not { } seq)
        {
            return SeatProblems.EventNotFound();
        }

        var oldest = Math.Max(0, seq - history.Value.Batches);
        if (after >= oldest && after <= seq)
        {
            var missed = await SeatChangeHistory.ReadBatchesAsync(moment, eventId, after.Value, cancellationToken);
            if (missed.Length == seq - after)
            {
                return TypedResults.Ok(new SeatFeed(eventId, seq, Reset: null, missed));
            }
        }

        var state = await LiveReads.ReadTakenSeatsAsync(moment, eventId, cancellationToken);
        var past = await SeatChangeHistory.ReadBatchesAsync(moment, eventId, oldest, cancellationToken);
        return TypedResults.Ok(new SeatFeed(eventId, seq, state, WithoutGap(past)));
    }

    /// <summary>Pruning by age may take a batch and leave an older one behind.</summary>
    private static SeatFeedBatch[] WithoutGap(SeatFeedBatch[] batches)
    {
        var start = batches.Length - 1;
        while (start > 0 && batches[start - 1].Seq == batches[start].Seq - 1)
        {
            start--;
        }

        return batches[Math.Max(0, start)..];
    }
}
