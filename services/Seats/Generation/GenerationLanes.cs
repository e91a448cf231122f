using System.Threading.Channels;
using Microsoft.Extensions.Options;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Seats.Generation;

/// <summary>
/// Generates seats in two lanes, each one job at a time: one takes small events only, the other any. So a small event waits for small ones at most,
/// and an instance generates at most two events at once.
/// </summary>
internal sealed partial class GenerationLanes(SeatGenerator generator, IOptions<GenerationOptions> options, ILogger<GenerationLanes> logger)
    : BackgroundService
{
    /// <summary>How soon jobs are found that are due again, or that an instance has left behind.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lane _small = new(options.Value.SmallSeats);
    private readonly Lane _any = new(SeatLayout.MaxSeats);

    /// <summary>Looks for jobs at once.</summary>
    public void Wake()
    {
        _small.Wake();
        _any.Wake();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(RunAsync(_small, stoppingToken), RunAsync(_any, stoppingToken));

    private async Task RunAsync(Lane lane, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                while (await generator.TryNextAsync(lane.MostSeats, stoppingToken))
                {
                    // There may be more.
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: a job that was taken is there again.
                LogFailed(exception);
            }

            await lane.SleepAsync(LookEvery, stoppingToken);
        }
    }

    [LoggerMessage(2011, LogLevel.Warning, "Seats could not be generated; trying again.")]
    private partial void LogFailed(Exception exception);

    private sealed record Lane(int MostSeats)
    {
        private readonly Channel<bool> _wakeUps =
            Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Wake() => _wakeUps.Writer.TryWrite(true);

        /// <summary>Returns at the next wake-up, or after the time.</summary>
        public async Task SleepAsync(TimeSpan longest, CancellationToken cancellationToken)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(longest);
            try
            {
                await _wakeUps.Reader.ReadAsync(timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over.
            }
        }
    }
}
