using Microsoft.Extensions.Options;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Starts cancellations of events that a crash, or a sidecar that was away, left without a workflow. Any number may run.</summary>
internal sealed partial class EventCancellationStarter(
    EventCancellations cancellations, IOptions<PaymentOptions> options, TimeProvider clock, ILogger<EventCancellationStarter> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await cancellations.StartAsync(eventId: null, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(3064, LogLevel.Warning, "Cancelled events could not be looked for; trying again.")]
    private partial void LogFailed(Exception exception);
}
