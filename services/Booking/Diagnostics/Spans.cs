using System.Diagnostics;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Diagnostics;

/// <summary>Runs a step of <see cref="Steps"/> inside a span of its name, which has the status Error when the step failed.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new("TicketBooking.Booking");

    public static async Task<T> RunAsync<T>(string step, Func<Task<T>> run)
    {
        using var span = Source.StartActivity(step);
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
}
