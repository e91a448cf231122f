using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Closes a connection for which its network has no place, before anything is made for it, and begins the others when it is their turn.
/// Kestrel makes buffers, tasks and a scope first, which costs as much as a small request.
/// </summary>
internal sealed class ConnectionListener : IConnectionListener
{
    private static readonly TimeSpan PauseWithoutFiles = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listening;
    private readonly ConnectionShares _shares;
    private readonly LimitMetrics _metrics;
    private readonly SocketConnectionContextFactory _connections;
    private readonly Channel<ConnectionContext> _begun = Channel.CreateUnbounded<ConnectionContext>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ConnectionListener(Socket listening, ConnectionShares shares, LimitMetrics metrics, ILogger logger)
    {
        (_listening, _shares, _metrics) = (listening, shares, metrics);
        (EndPoint, _connections) = (listening.LocalEndPoint!, new(new(), logger));
        _accepting = AcceptAllAsync();
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _begun.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_begun.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _listening.Dispose();
        await _stop.CancelAsync();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        _connections.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (await TryAcceptAsync() is { } socket)
        {
            if (_shares.Enter(socket.RemoteEndPoint) is { } share)
            {
                _ = BeginAsync(socket, share);
            }
            else
            {
                Refuse(socket);
            }
        }

        _begun.Writer.Complete();
    }

    /// <returns>Null when this no longer listens.</returns>
    private async Task<Socket?> TryAcceptAsync()
    {
        while (true)
        {
            try
            {
                return await _listening.AcceptAsync();
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TooManyOpenSockets)
            {
                // Who waits is still there, and would be found at once again.
                await Task.Delay(PauseWithoutFiles, CancellationToken.None);
            }
            catch (SocketException)
            {
                // It was reset while it waited to be accepted.
            }
        }
    }

    private async Task BeginAsync(Socket socket, ConnectionShare share)
    {
        try
        {
            if (await _shares.WaitForTurnAsync(share, _stop.Token) && !HasGone(socket))
            {
                socket.NoDelay = true;
                if (_begun.Writer.TryWrite(new LimitedConnection(_connections.Create(socket), share)))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // This ends, or the client has gone.
        }

        share.Dispose();
        Refuse(socket);
    }

    /// <summary>The client has closed it while it waited.</summary>
    private static bool HasGone(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    private void Refuse(Socket socket)
    {
        _metrics.Refused(Lane.Other, "connections");
        // At once, with a reset: nothing of it stays in the kernel either.
        socket.Close(timeout: 0);
    }
}
