using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// A connection of Kestrel that gives its place back when it has ended. A connection middleware would do it in fewer lines, but an endpoint that is
/// named in code before it has none.
/// </summary>
internal sealed class LimitedConnection : ConnectionContext
{
    private readonly ConnectionContext _connection;
    private readonly ConnectionShare _share;

    public LimitedConnection(ConnectionContext connection, ConnectionShare share)
    {
        (_connection, _share) = (connection, share);
        connection.Features.Set(share);
    }

    public override string ConnectionId
    {
        get => _connection.ConnectionId;
        set => _connection.ConnectionId = value;
    }

    public override IFeatureCollection Features => _connection.Features;

    public override IDictionary<object, object?> Items
    {
        get => _connection.Items;
        set => _connection.Items = value;
    }

    public override IDuplexPipe Transport
    {
        get => _connection.Transport;
        set => _connection.Transport = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _connection.ConnectionClosed;
        set => _connection.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _connection.LocalEndPoint;
        set => _connection.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _connection.RemoteEndPoint;
        set => _connection.RemoteEndPoint = value;
    }

    public override void Abort(ConnectionAbortedException abortReason) => _connection.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _share.Dispose();
        await base.DisposeAsync();
    }
}
