using System.Diagnostics;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>
/// Lets what runs in this flow die before or after one of its steps (<see cref="Steps"/>): the step, and every one that something which
/// swallows exceptions might still begin, throws. Transactions that are open are rolled back, as the database does when a client is gone.
/// </summary>
internal sealed class Death : IDisposable
{
    private static readonly AsyncLocal<Death?> Current = new();
    private static readonly Lazy<ActivityListener> Listener = new(Listen);
    private int _boundariesLeft;
    private bool _isDead;

    private Death(int boundariesLeft) => _boundariesLeft = boundariesLeft;

    /// <summary>Runs it again and again, dying one boundary later each time, until it gets through. Says how often it died.</summary>
    public static async Task<int> AtEachStepOfAsync(Func<Task> run)
    {
        _ = Listener.Value;
        for (var boundary = 0; ; boundary++)
        {
            using var death = Current.Value = new Death(boundary);
            try
            {
                await run();
            }
            catch (Exception exception) when (death._isDead)
            {
                _ = exception; // Whatever it has become on its way up, it began with the death.
                continue;
            }

            if (!death._isDead)
            {
                return boundary;
            }
        }
    }

    public void Dispose() => Current.Value = null;

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TicketBooking.Booking",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = step => Current.Value?.Pass($"before {step.OperationName}"),
            ActivityStopped = step => Current.Value?.Pass($"after {step.OperationName}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private void Pass(string boundary)
    {
        if (_isDead || Interlocked.Decrement(ref _boundariesLeft) < 0)
        {
            _isDead = true;
            throw new InvalidOperationException($"Died {boundary}.");
        }
    }
}
