using System.Threading.Channels;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>What arrived on one route of an app, in order.</summary>
public sealed class Inbox
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(20);
    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>();

    /// <summary>How many are waiting to be looked at.</summary>
    public int Count => _arrived.Reader.Count;

    /// <summary>The first that ever arrived.</summary>
    public Delivery? First { get; private set; }

    internal void Add(Delivery delivery)
    {
        First ??= delivery;
        _arrived.Writer.TryWrite(delivery);
    }

    public async Task<Delivery> NextAsync()
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        return await _arrived.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>The next delivery whose body contains a text.</summary>
    public async Task<Delivery> NextAsync(string containing)
    {
        while (true)
        {
            var delivery = await NextAsync();
            if (delivery.Text.Contains(containing, StringComparison.Ordinal))
            {
                return delivery;
            }
        }
    }
}
