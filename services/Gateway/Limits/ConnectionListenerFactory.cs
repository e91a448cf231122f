using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>Makes listeners that ask <see cref="ConnectionShares"/> first, in the place of the framework's own.</summary>
internal sealed class ConnectionListenerFactory(
    ConnectionShares shares, LimitMetrics metrics, IOptions<SocketTransportOptions> options, ILogger<ConnectionListener> logger) : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            var socket = options.Value.CreateBoundListenSocket(endpoint);
            socket.Listen(options.Value.Backlog);
            return ValueTask.FromResult<IConnectionListener>(new ConnectionListener(socket, shares, metrics, logger));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(exception.Message, exception);
        }
    }
}
