using Microsoft.Extensions.Options;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Starts event cancellations that have no workflow after a crash or without a sidecar. Any number of instances may run.</summary>
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
