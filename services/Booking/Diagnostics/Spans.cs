using System.Diagnostics;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Diagnostics;

/// <summary>Runs a step of <see cref="Steps"/> inside a span of its name, which has the status Error when the step failed.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new("TicketBooking.Booking");

    public static Task<T> RunAsync<T>(string step, Func<Task<T>> run) => RunAsync(step, traceParent: null, run);

    /// <summary>Runs a step in the trace of another request.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="traceParent">Of that request, as W3C writes it; null, or what is none, for the trace that runs.</param>
    /// <param name="run">What to run.</param>
    public static async Task<T> RunAsync<T>(string step, string? traceParent, Func<Task<T>> run)
    {
        ActivityContext.TryParse(traceParent, null, out var parent);
        using var span = Source.StartActivity(step, ActivityKind.Internal, parent) ?? Unexported(step, parent);
        try
        {
            return await run();
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    public static Task RunAsync(string step, Func<Task> run) => RunAsync(step, async () =>
    {
        await run();
        return true;
    });

    public static Task CommitAsync(this NpgsqlTransaction transaction, string step, CancellationToken cancellationToken) =>
        RunAsync(step, () => transaction.CommitAsync(cancellationToken));

    /// <summary>Runs a statement that is a transaction of its own; returns how many rows it changed.</summary>
    public static Task<int> CommitAsync(this NpgsqlCommand command, string step, CancellationToken cancellationToken) =>
        RunAsync(step, () => command.RunAsync(cancellationToken));

    /// <summary>Without an exporter the source makes no span. In another trace one is made here then, so that calls continue that trace.</summary>
    private static Activity? Unexported(string step, ActivityContext parent) =>
        parent == default ? null : new Activity(step).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
}
