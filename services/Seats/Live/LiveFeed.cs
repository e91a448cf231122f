using System.Net.Mime;
using System.Text.Json;
using System.Threading.Channels;
using Dapr.Client;
using TicketBooking.Contracts;

namespace TicketBooking.Seats.Live;

/// <summary>
/// Publishes committed changes to live views: the first after a silence at once, those that come within a short time after it together. Only a
/// hint: no caller waits for it and nothing is tried again. A lost message shows as a gap in the numbers, which readers fill from the history.
/// </summary>
internal sealed partial class LiveFeed(DaprClient sidecar, TimeProvider clock, ILogger<LiveFeed> logger) : BackgroundService
{
    private const int MostWaiting = 10_000;

    private const int AtOnce = 4;

    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan PublishWithin = TimeSpan.FromSeconds(2);

    private readonly Channel<SeatFeedMessage> _waiting = Channel.CreateBounded<SeatFeedMessage>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private volatile bool _failing;

    /// <summary>Publishes a batch; call it after the commit. Returns at once.</summary>
    public void Tell(SeatFeedMessage message) => _waiting.Writer.TryWrite(message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var publishing = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            var gathering = Task.Delay(GatherFor, clock, stoppingToken);
            await Parallel.ForEachAsync(TakeWaiting(), publishing, PublishAsync);
            await gathering;
        }
    }

    private SeatFeedMessage[] TakeWaiting()
    {
        var waiting = new List<SeatFeedMessage>();
        while (_waiting.Reader.TryRead(out var message))
        {
            waiting.Add(message);
        }

        return [.. FeedMessages.Gather(waiting)];
    }

    private async ValueTask PublishAsync(SeatFeedMessage message, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(PublishWithin);
        try
        {
            await sidecar.PublishByteEventAsync(
                ComponentNames.LiveFeed,
                Topics.SeatChanges,
                JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.SeatFeedMessage),
                MediaTypeNames.Application.Json,
                new() { ["partitionKey"] = $"{message.EventId}" },
                deadline.Token);
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
