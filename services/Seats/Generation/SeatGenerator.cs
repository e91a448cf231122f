using System.Diagnostics;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Subscriptions;

namespace TicketBooking.Seats.Generation;

/// <summary>
/// Generates the seats of an event once. Seats, event and the message that says so come in the transaction in which the job goes: a process that
/// dies leaves the job as it was.
/// </summary>
internal sealed partial class SeatGenerator(NpgsqlDataSource database, Outbox outbox, ParkedMessages parked, ILogger<SeatGenerator> logger)
{
    private static readonly ActivitySource Source = new("TicketBooking.Generation");

    /// <summary>Does the next job of at most so many seats. One that fails is tried again later, after others.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<bool> TryNextAsync(int mostSeats, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await GenerationJobs.TakeAsync(transaction, mostSeats, cancellationToken) is not { } job)
        {
            return false;
        }

        using var activity = Continue(job.TraceParent);
        try
        {
            await DoAsync(transaction, job.Message, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !exception.IsDatabaseAway())
        {
            LogFailed(exception, job.Message.EventId, job.Tries + 1);
        }

        await transaction.RollbackAsync(cancellationToken);
        await GenerationJobs.PostponeAsync(database, job.Message.EventId, cancellationToken);
        return true;
    }

    private async Task DoAsync(NpgsqlTransaction transaction, EventMessage message, CancellationToken cancellationToken)
    {
        var generated = await EventDeletion.LockUndeletedAsync(transaction, message.EventId, cancellationToken)
            ? await GenerateAsync(transaction, message, cancellationToken)
            : 0;
        await GenerationJobs.DeleteAsync(transaction, message.EventId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (generated > 0)
        {
            parked.Wake();
            LogGenerated(generated, message.EventId);
        }
    }

    /// <returns>How many seats: 0 when they were there, and have the prices of the message now.</returns>
    private async Task<int> GenerateAsync(NpgsqlTransaction transaction, EventMessage message, CancellationToken cancellationToken)
    {
        var (layout, refusal) = SeatLayout.Of(message);
        if (layout is null)
        {
            throw new InvalidOperationException(refusal);
        }

        if (!await EventTable.TryInsertAsync(
            transaction, message.EventId, message.Version, new(message.Currency, layout.SeatCount), cancellationToken))
        {
            await SectionPrices.ApplyAsync(transaction, message, cancellationToken);
            return 0;
        }

        await SeatWrites.CopyAsync(transaction, message.EventId, layout.Seats(), cancellationToken);
        await outbox.AppendAsync(
            transaction,
            "event",
            message.EventId.ToString(),
            MessageTypes.SeatsGenerated,
            new SeatsGeneratedMessage(message.EventId, layout.SeatCount),
            ContractsJson.Default.SeatsGeneratedMessage,
            cancellationToken);
        await ParkedMessages.ReleaseAsync(transaction, OnBookingChanged.WaitsForSeatsOf(message.EventId), cancellationToken);
        return layout.SeatCount;
    }

    /// <summary>Continues the trace of the message. Without an exporter the source makes no activity, but the outbox row continues it all the same.</summary>
    private static Activity Continue(string? traceParent)
    {
        if (Source.StartActivity("generate seats", ActivityKind.Internal, traceParent) is { } exported)
        {
            return exported;
        }

        var activity = new Activity("generate seats");
        return (traceParent is null ? activity : activity.SetParentId(traceParent)).Start();
    }

    [LoggerMessage(2001, LogLevel.Information, "Generated {Count} seats of event {EventId}.")]
    private partial void LogGenerated(int count, Guid eventId);

    [LoggerMessage(2010, LogLevel.Warning, "The seats of event {EventId} could not be generated at try {Try}; trying again.")]
    private partial void LogFailed(Exception exception, Guid eventId, int @try);
}
