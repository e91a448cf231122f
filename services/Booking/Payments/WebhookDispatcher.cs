using System.Data.Common;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Payments;

/// <summary>Delivers stored webhooks, repeatedly until they have their effect. Any number of instances may run.</summary>
internal sealed partial class WebhookDispatcher(
    NpgsqlDataSource database, WebhookDelivery delivery, WebhookSignal signal, ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private const int BatchSize = 32;

    /// <summary>The first; it doubles with each attempt.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.SleepAsync(await DispatchAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>Delivers what is due; returns the time until the next is.</summary>
    private async Task<TimeSpan> DispatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var (due, next) = await WebhookInbox.LeaseAsync(database, BatchSize, Lease, cancellationToken);
                await Task.WhenAll(due.Select(webhook => DeliverAsync(webhook, cancellationToken)));
                if (due.Count < BatchSize)
                {
                    return InterruptibleSleep.PauseUntil(next ?? LongestSleep, LongestSleep);
                }
            }
        }
        catch (DbException exception)
        {
            LogFailed(exception);
            return PauseAfterFailure;
        }
    }

    /// <summary>Delivers one; if it fails, it is tried again after its lease and delays no other.</summary>
    private async Task DeliverAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.DeliverAsync(webhook, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotDelivered(exception, webhook.EventId, webhook.Attempts);
        }
    }

    [LoggerMessage(3040, LogLevel.Error, "Webhooks cannot be read; trying again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3041, LogLevel.Warning, "Webhook {EventId} had no effect at attempt {Attempts}; trying again.")]
    private partial void LogNotDelivered(Exception exception, string eventId, int attempts);
}
