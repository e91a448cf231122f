using System.Diagnostics;
using TicketBooking.Contracts;
using TicketBooking.Seats.Data;

namespace TicketBooking.ProjectionBenchmark;

/// <summary>
/// Messages of two seats each, one after the other on one connection: as many of them in a call as a delivery has. The yardstick is PostgreSQL
/// itself, which sets status and version of the same seats with a prepared statement, and keeps neither numbers nor history nor counts.
/// </summary>
internal static class ProjectionCommand
{
    private const int SeatsPerMessage = 2;
    private const int Bulk = 100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        await using var stage = await Stage.StartAsync();
        await using var plainStage = await Stage.StartAsync();
        await using var update = await PlainUpdate.PrepareAsync(plainStage.Database);
        foreach (var size in new[] { 1, Bulk })
        {
            var projected = await MeasureAsync(stage, size, duration, messages => SeatProjection.ApplyAsync(stage.Database, messages, CancellationToken.None));
            var updated = await MeasureAsync(plainStage, size, duration, update.RunAsync);
            Console.WriteLine(
                $"{size,3} messages a call: projection {projected,7:0} messages/s, plain UPDATE {updated,7:0} messages/s, ratio {projected / updated:0.00}");
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, one event of {Stage.Seats} seats, {SeatsPerMessage} seats a message, PostgreSQL without fsync");
        return 0;
    }

    /// <returns>Messages a second.</returns>
    private static async Task<double> MeasureAsync(Stage stage, int size, TimeSpan duration, Func<BookingMessage[], Task> apply)
    {
        await RepeatAsync(stage, size, WarmUp, apply);
        return await RepeatAsync(stage, size, duration, apply);
    }

    private static async Task<double> RepeatAsync(Stage stage, int size, TimeSpan duration, Func<BookingMessage[], Task> apply)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        while (clock.Elapsed < duration)
        {
            await apply([.. Enumerable.Range(0, size).Select(_ => stage.NextMessage(SeatsPerMessage))]);
            count += size;
        }

        return count / clock.Elapsed.TotalSeconds;
    }
}
