using System.Diagnostics;

namespace TicketBooking.Booking.Tests.Data;

/// <summary>Counts the statements that are sent to PostgreSQL on behalf of the test that made it, until it is disposed.</summary>
internal sealed class Statements : IDisposable
{
    private readonly Activity _test = new Activity("test").Start();
    private readonly ActivityListener _listener;
    private int _count;

    public Statements()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = statement =>
            {
                if (statement.TraceId == _test.TraceId && statement.GetTagItem("db.query.text") is not null)
                {
                    Interlocked.Increment(ref _count);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => Volatile.Read(ref _count);

    public void Dispose()
    {
        _listener.Dispose();
        _test.Dispose();
    }
}
