using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Gateway.Live;
using TicketBooking.Testing;

namespace TicketBooking.Gateway.Tests.Live;

/// <summary>A gateway whose seats service is a <see cref="SeatsDouble"/>.</summary>
internal sealed class LiveGateway : IAsyncDisposable
{
    private readonly ScriptedSidecar _sidecar;
    private readonly KestrelHost<Forwarder> _gateway;
    private readonly MeterListener _meters = new();
    private readonly Dictionary<string, long> _counted = [];

    private LiveGateway(ScriptedSidecar sidecar, KestrelHost<Forwarder> gateway)
    {
        (_sidecar, _gateway) = (sidecar, gateway);
        Client = gateway.NewClient();
        Seats = new SeatsDouble(sidecar);
        Seats.Start();
        ListenToMeters();
    }

    public SeatsDouble Seats { get; }

    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    public static Task<LiveGateway> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static async Task<LiveGateway> StartAsync(TimeProvider clock, params (string Name, string Value)[] settings)
    {
        var sidecar = await ScriptedSidecar.StartAsync();
        return new LiveGateway(sidecar, TestGateway.Boot(sidecar.Port, clock, settings));
    }

    public Task<SseStream> OpenAsync(string? lastEventId = null) => SseStream.OpenAsync(Client, Seats.EventId, lastEventId);

    /// <summary>Adds listeners that read nothing, without a connection.</summary>
    public async Task JoinAsync(int listeners)
    {
        var streams = _gateway.Services.GetRequiredService<EventStreamRegistry>();
        for (var joined = 0; joined < listeners; joined++)
        {
            await streams.JoinAsync(Seats.EventId, new Listener(capacity: 64, abort: static () => { }), seen: null, CancellationToken.None);
        }
    }

    public Task TellAsync(params (string SeatNumber, string Status)[] changes) => Seats.TellAsync(Client, Seats.Change(changes));

    /// <summary>What an instrument has counted since the start.</summary>
    public long Counted(string instrument)
    {
        lock (_counted)
        {
            return _counted.GetValueOrDefault(instrument);
        }
    }

    /// <summary>Tells the process to stop, as SIGTERM does.</summary>
    public Task StopAsync() => _gateway.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        Client.Dispose();
        await _gateway.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    private void ListenToMeters()
    {
        // Other gateways of this test run have meters of the same name; the scope tells them apart.
        var own = _gateway.Services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == LiveMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, own))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (_counted)
            {
                _counted[instrument.Name] = _counted.GetValueOrDefault(instrument.Name) + value;
            }
        });
        _meters.Start();
    }
}
