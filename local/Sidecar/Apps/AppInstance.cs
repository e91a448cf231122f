using System.Net.Sockets;

namespace TicketBooking.Sidecar.Apps;

/// <summary>
/// One process of an app, and whether it listens. An idle connection to it is kept open: the operating system closes it when the process
/// ends, so nothing is polled while it lives.
/// </summary>
internal sealed class AppInstance(int appPort, SidecarEndpoint sidecar)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly AsyncSignal _moved = new();
    private volatile Uri? _address = appPort > 0 ? AddressOf(appPort) : null;
    private volatile bool _isUp;

    /// <summary>The sidecar of this instance.</summary>
    public SidecarEndpoint Sidecar { get; } = sidecar;

    public Uri? Address => _address;

    public bool IsUp => _isUp;

    /// <summary>Whether it has been up since this process started.</summary>
    public bool WasUp { get; private set; }

    public void MoveTo(int newPort)
    {
        _address = AddressOf(newPort);
        _moved.Raise();
    }

    /// <summary>Asks <paramref name="onUp"/> whenever a listening process is found (false: it does not answer yet), and says when up or down has changed.</summary>
    public async Task WatchAsync(Func<Uri, CancellationToken, Task<bool>> onUp, Action onChanged, CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            var (moved, address) = (_moved.Next, _address);
            using var socket = address is null ? null : await ConnectAsync(address, stopping);
            var isUp = socket is not null && await onUp(address!, stopping);
            if (isUp != _isUp)
            {
                (_isUp, WasUp) = (isUp, WasUp || isUp);
                onChanged();
            }

            // A server closes idle connections too: if it still listens it is asked again, and stays up meanwhile.
            await Task.WhenAny(moved, isUp ? UntilClosedAsync(socket!, stopping) : Task.Delay(address is null ? Timeout.InfiniteTimeSpan : pause, stopping));
            pause = isUp || moved.IsCompleted ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Whether a process listens right now: tells a handler that broke the connection from a process that has ended.</summary>
    public static async Task<bool> ListensAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(address, cancellationToken);
        return socket is not null;
    }

    private static async Task<Socket?> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    // And a moment longer: a server may close every connection at once.
    private static async Task UntilClosedAsync(Socket socket, CancellationToken cancellationToken)
    {
        Task closed = socket.ReceiveAsync(new byte[1], cancellationToken).AsTask();
        await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(FirstPause, cancellationToken);
    }

    private static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}");
}
