using System.Threading.Channels;
using Npgsql;
using TicketBooking.Sidecar.Database;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Moves due timers from their table into inboxes.</summary>
internal sealed class TimerService : IDisposable
{
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);
    private readonly Channel<Guid> _due = Channel.CreateUnbounded<Guid>();
    private readonly string _appId;
    private readonly NpgsqlDataSource _database;
    private readonly Action<string> _signal;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TimerClock _clock;

    public TimerService(string appId, NpgsqlDataSource database, Action<string> signal, TimeProvider time, ILogger logger)
    {
        (_appId, _database, _signal, _time, _logger) = (appId, database, signal, time, logger);
        _clock = new TimerClock(time, due => due.ToList().ForEach(id => _due.Writer.TryWrite(id)));
    }

    public void Add(Guid id, DateTimeOffset fireAt) => _clock.Add(id, fireAt);

    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var id in _due.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await FireAsync(id, stopping);
            }
            catch (NpgsqlException e)
            {
                WorkflowLog.TimerNotFired(_logger, e);
                _clock.Add(id, _time.GetUtcNow() + DatabasePause);
            }
        }
    }

    public void Dispose() => _clock.Dispose();

    private async Task FireAsync(Guid id, CancellationToken cancellationToken)
    {
        var instanceId = await _database.InTransactionAsync(
            async connection =>
            {
                if (await connection.TakeTimerAsync(id, cancellationToken) is not { } timer)
                {
                    return null;
                }

                await connection.DeliverAsync(_appId, timer.InstanceId, [timer.Event], cancellationToken);
                return timer.InstanceId;
            },
            cancellationToken);
        if (instanceId is not null)
        {
            _signal(instanceId);
        }
    }
}
