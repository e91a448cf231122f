using System.Diagnostics;
using System.Net.Sockets;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Apps;

/// <summary>
/// One process of an app, and whether it listens. An idle connection is kept open to it: the operating system says at once when the
/// process is gone, so nothing has to be polled while it lives.
/// </summary>
internal sealed class AppInstance(SidecarAppOptions app, SidecarEndpoint sidecar)
{
    /// <summary>An app that closes sooner than this is asked again with growing pauses only.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(1);

    private readonly Pulse _moved = new();
    private volatile Uri? _address = app.AppPort > 0 ? AddressOf(app, app.AppPort) : null;
    private volatile bool _isUp;

    /// <summary>The sidecar of this instance.</summary>
    public SidecarEndpoint Sidecar { get; } = sidecar;

    public Uri? Address => _address;

    public bool IsUp => _isUp;

    /// <summary>Whether it has been up since this process started.</summary>
    public bool WasUp { get; private set; }

    public void MoveTo(int newPort)
    {
        _address = AddressOf(app, newPort);
        _moved.Beat();
    }

    /// <summary>Asks <paramref name="onUp"/> whenever a listening process is found (false: it does not answer yet), and says when up or down has changed.</summary>
    public async Task WatchAsync(Func<Uri, CancellationToken, Task<bool>> onUp, Action onChanged, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var moved = _moved.Next;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var watch = WatchOnceAsync(onUp, onChanged, either.Token);
            await Task.WhenAny(watch, moved);
            await either.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (watch.Exception is { } failure)
            {
                throw failure;
            }

            if (_isUp)
            {
                _isUp = false;
                onChanged();
            }
        }
    }

    private async Task WatchOnceAsync(Func<Uri, CancellationToken, Task<bool>> onUp, Action onChanged, CancellationToken cancellationToken)
    {
        if (_address is not { } address)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return;
        }

        var pause = new ReconnectPause();
        while (true)
        {
            using var socket = await ConnectAsync(address, cancellationToken);
            if (socket is not null && await onUp(address, cancellationToken))
            {
                _isUp = WasUp = true;
                onChanged();
                // A server closes idle connections too. If it still listens it is asked again, and stays up meanwhile.
                if (await UntilClosedAsync(socket, cancellationToken) > ShortLife)
                {
                    pause.Reset();
                }
                else
                {
                    await pause.WaitAsync(cancellationToken);
                }
            }
            else if (_isUp)
            {
                return;
            }
            else
            {
                await pause.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Whether anything listens right now: tells a handler that broke the connection from a process that is gone.</summary>
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
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<TimeSpan> UntilClosedAsync(Socket socket, CancellationToken cancellationToken)
    {
        var opened = Stopwatch.GetTimestamp();
        try
        {
            await socket.ReceiveAsync(new byte[1], cancellationToken);
        }
        catch (SocketException)
        {
            // Reset by a killed process: closed as well.
        }

        return Stopwatch.GetElapsedTime(opened);
    }

    private static Uri AddressOf(SidecarAppOptions app, int port) => new UriBuilder(Uri.UriSchemeHttp, app.AppChannelAddress, port).Uri;
}
