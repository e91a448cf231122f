using Microsoft.AspNetCore.Server.Kestrel.Core;
using TicketBooking.DaprWire;
using TicketBooking.Sidecar.Invocation;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>The listeners of one sidecar: HTTP/1.1 on one port, gRPC (HTTP/2 without TLS) on the other.</summary>
internal sealed class SidecarServer : IAsyncDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);
    private readonly WebApplication _app;

    private SidecarServer(WebApplication app, int httpPort, int grpcPort) => (_app, HttpPort, GrpcPort) = (app, httpPort, grpcPort);

    public int HttpPort { get; }

    public int GrpcPort { get; }

    public static async Task<SidecarServer> StartAsync(
        SidecarAppOptions app, SidecarOptions options, SidecarEndpoints endpoints, InvocationProxy proxy, CancellationToken cancellationToken)
    {
        var http = LoopbackPort.Bind(app.HttpPort);
        LoopbackPort grpc;
        try
        {
            grpc = LoopbackPort.Bind(app.GrpcPort);
        }
        catch
        {
            http.Dispose();
            throw;
        }

        var web = Build(http, grpc, options.LoggerFactory);
        Configure(web, options, endpoints, proxy);
        await web.StartAsync(cancellationToken);
        return new(web, http.Number, grpc.Number);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(LoopbackPort http, LoopbackPort grpc, ILoggerFactory logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting().AddSingleton(logging).Configure<HostOptions>(o => o.ShutdownTimeout = DrainTime);
        builder.WebHost.UseKestrelCore()
            .UseSockets(o => o.CreateBoundListenSocket = endPoint => http.Take(endPoint) ?? grpc.Take(endPoint)
                ?? throw new InvalidOperationException($"No socket was bound for {endPoint}."))
            .ConfigureKestrel(kestrel =>
            {
                // Streams are slow by nature, and waiting calls of a whole app share one HTTP/2 connection.
                kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null;
                kestrel.Limits.Http2.MaxStreamsPerConnection = 10_000;
                Listen(kestrel, http, HttpProtocols.Http1);
                Listen(kestrel, grpc, HttpProtocols.Http2);
            });
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions kestrel, LoopbackPort port, HttpProtocols protocols)
    {
        foreach (var endPoint in port.EndPoints)
        {
            kestrel.Listen(endPoint, listener => listener.Protocols = protocols);
        }
    }

    private static void Configure(WebApplication web, SidecarOptions options, SidecarEndpoints endpoints, InvocationProxy proxy)
    {
        var gate = new TokenGate(options.ApiToken);
        web.MapWhen(context => HttpProtocol.IsHttp2(context.Request.Protocol), branch => ConfigureGrpc(branch, gate, endpoints));
        web.UseApiErrors(options.LoggerFactory.CreateLogger<SidecarServer>());
        web.Use(next => context => gate.Lets(context.Request)
            ? next(context)
            : ApiErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, "ERR_UNAUTHENTICATED", "invalid api token"));
        web.Use(next => context => InvocationTarget.Of(context) is { } target ? proxy.InvokeAsync(context, target) : next(context));
        web.UseRouting();
        endpoints.MapHttp(web);
    }

    private static void ConfigureGrpc(IApplicationBuilder branch, TokenGate gate, SidecarEndpoints endpoints)
    {
        branch.Use(next => context =>
        {
            if (gate.Lets(context.Request))
            {
                return next(context);
            }

            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = $"{(int)GrpcStatus.Unauthenticated}";
            context.Response.Headers["grpc-message"] = "invalid api token";
            return Task.CompletedTask;
        });
        branch.UseRouting().UseEndpoints(routes =>
        {
            endpoints.MapGrpc(routes);
            routes.MapUnknownGrpcMethods();
        });
    }
}
