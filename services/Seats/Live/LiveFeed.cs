using System.Threading.Channels;
using Dapr.Client;
using TicketBooking.Contracts;

namespace TicketBooking.Seats.Live;

/// <summary>
/// Publishes committed changes to live views. Only a hint: no caller waits for it and nothing is tried again. A lost message shows as a gap
/// in the numbers, which readers fill from the history.
/// </summary>
internal sealed partial class LiveFeed(DaprClient sidecar, ILogger<LiveFeed> logger) : BackgroundService
{
    private const int MostWaiting = 10_000;

    private const int AtOnce = 4;

    private static readonly TimeSpan PublishWithin = TimeSpan.FromSeconds(2);

    private readonly Channel<SeatFeedMessage> _waiting = Channel.CreateBounded<SeatFeedMessage>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile bool _failing;

    /// <summary>Publishes a batch; call it after the commit. Returns at once.</summary>
    public void Tell(SeatFeedMessage message) => _waiting.Writer.TryWrite(message);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            PublishAsync);

    private async ValueTask PublishAsync(SeatFeedMessage message, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(PublishWithin);
        try
        {
            await sidecar.PublishEventAsync(
                ComponentNames.LiveFeed, Topics.SeatChanges, message, new() { ["partitionKey"] = $"{message.EventId}" }, deadline.Token);
            Report(null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            // Whatever it is: a hint that cannot be published must not stop the service.
            Report(exception);
        }
    }

    /// <summary>Says once that it fails and once that it works again, however many messages that takes.</summary>
    private void Report(Exception? failure)
    {
        if (_failing == failure is not null)
        {
            return;
        }

        _failing = failure is not null;
        if (failure is null)
        {
            LogWorksAgain();
        }
        else
        {
            LogFailing(failure);
        }
    }

    [LoggerMessage(2003, LogLevel.Warning, "The live feed cannot be published to; live views show changes late.")]
    private partial void LogFailing(Exception exception);

    [LoggerMessage(2004, LogLevel.Information, "The live feed can be published to again.")]
    private partial void LogWorksAgain();
}
