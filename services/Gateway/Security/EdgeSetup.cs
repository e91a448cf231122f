using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Security;

internal static class EdgeSetup
{
    /// <summary>TCP_NOTSENT_LOWAT, see tcp(7).</summary>
    private const int TcpNotSentLowAt = 25;

    private const int MostUnsentBytes = 64 << 10;

    private static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(5);

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<EdgeOptions>()
            .BindConfiguration(EdgeOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<EdgeOptions>>((kestrel, edge) => Limit(kestrel.Limits, edge.Value));
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = Listen);
        // Headers come in as UTF-8 by default and would go out as ASCII: an answer with another letter would fail.
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8);
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<EdgeOptions>>((forwarded, edge) => Trust(forwarded, edge.Value));
        builder.Services.AnswerKeyOutages();
        builder.Services.AddCrossOrigin();
        builder.Services.AddOwnTraces();
        // Each public route says its access; a path without a route is 404 for every caller.
        builder.Services.Configure<AuthorizationOptions>(authorization => authorization.FallbackPolicy = null);
    }

    public static void UseEdge(this WebApplication app)
    {
        // Without trusted proxies, the framework's middleware would trust every sender.
        if (app.Services.GetRequiredService<IOptions<EdgeOptions>>().Value.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseOwnTraces();
        app.UseCrossOrigin();
        app.UseMiddleware<RequestGuards>();
    }

    /// <summary>
    /// Its connections inherit what is set: how much may wait in the kernel besides what is on its way to the client. By default that grows to
    /// megabytes for a client that does not read.
    /// </summary>
    private static Socket Listen(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpNotSentLowAt, BitConverter.GetBytes(MostUnsentBytes));
        }

        return socket;
    }

    private static void Limit(KestrelServerLimits limits, EdgeOptions edge)
    {
        limits.MaxRequestBodySize = edge.MaxBodyBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(edge.MinBodyBytesPerSecond, edge.BodyGrace);
        limits.MinResponseDataRate = new MinDataRate(edge.MinAnswerBytesPerSecond, AnswerGrace);
        limits.RequestHeadersTimeout = edge.HeadersWithin;
        // Wider than RequestGuards, which can send the reason.
        limits.MaxRequestLineSize = 2 * RequestGuards.MaxTargetBytes;
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.MaxRequestHeaderCount = 500;
    }

    private static void Trust(ForwardedHeadersOptions forwarded, EdgeOptions edge)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null;
        // By default the framework trusts loopback.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in edge.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }
    }
}
