using Microsoft.AspNetCore.Server.Kestrel.Core;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar;

/// <summary>The ports of one sidecar, on 127.0.0.1 and [::1].</summary>
/// <param name="AppId">The app it belongs to.</param>
/// <param name="HttpPort">Port of the HTTP API.</param>
/// <param name="GrpcPort">Port of the gRPC API.</param>
public sealed record SidecarEndpoint(string AppId, int HttpPort, int GrpcPort);

/// <summary>A running set of sidecars, one per configured app instance, in one server: the port of a call names the app instance.</summary>
public sealed class SidecarHost : IAsyncDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);
    private readonly WebApplication _web;
    private readonly LoopbackPorts _ports;
    private readonly IReadOnlyList<AppInstance> _instances;

    private SidecarHost(WebApplication web, LoopbackPorts ports, IReadOnlyList<AppInstance> instances) =>
        (_web, _ports, _instances) = (web, ports, instances);

    /// <summary>The sidecars, in the order of <see cref="SidecarOptions.Apps"/>.</summary>
    public IReadOnlyList<SidecarEndpoint> Sidecars => [.. _instances.Select(i => i.Sidecar)];

    /// <summary>The first sidecar of an app.</summary>
    public SidecarEndpoint this[string appId] => Sidecars.First(s => s.AppId == appId);

    /// <summary>
    /// Reads the components, migrates the database, resumes what was under way and opens the ports.
    /// Throws <see cref="InvalidDataException"/> for a component it cannot provide, <see cref="IOException"/> for a port that is taken.
    /// </summary>
    public static async Task<SidecarHost> StartAsync(SidecarOptions options, CancellationToken cancellationToken = default)
    {
        var components = ComponentSet.Read(options.ResourcesPaths);
        var ports = new LoopbackPorts();
        SidecarHost? host = null;
        try
        {
            var instances = options.Apps.Select(app => new AppInstance(app.AppPort, new(app.AppId, ports.Bind(app.HttpPort), ports.Bind(app.GrpcPort)))).ToList();
            host = new(Build(options, components, ports, instances), ports, instances);
            host._web.MapSidecars();
            await host._web.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
            ports.Dispose();
            throw;
        }
    }

    /// <summary>Says where an app listens (now), for apps that get their port after the sidecar has started.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="appPort">Its port.</param>
    /// <param name="instance">Which of its entries in <see cref="SidecarOptions.Apps"/>, from 0.</param>
    public void AttachApp(string appId, int appPort, int instance = 0) =>
        _instances.Where(i => i.Sidecar.AppId == appId).ElementAt(instance).MoveTo(appPort);

    /// <summary>Returns when the process is told to stop.</summary>
    public async Task UntilStoppingAsync() =>
        await Task.Delay(Timeout.InfiniteTimeSpan, _web.Lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Lets running calls end for two seconds, then stops. Nothing that was acknowledged is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
        _ports.Dispose();
    }

    private static WebApplication Build(SidecarOptions options, ComponentSet components, LoopbackPorts ports, IReadOnlyList<AppInstance> instances)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainTime);
        builder.Services.AddSidecars(options, components, new AppDirectory(instances));
        builder.WebHost.UseKestrelCore().UseSockets(o => o.CreateBoundListenSocket = ports.Take).ConfigureKestrel(kestrel =>
        {
            // Streams are slow by nature, and waiting calls of a whole app share one HTTP/2 connection.
            kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 10_000;
            // As much as dapr.yaml lets daprd read.
            kestrel.Limits.MaxRequestLineSize = 16 << 10;
            kestrel.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.UTF8;
            foreach (var sidecar in instances.Select(i => i.Sidecar))
            {
                Listen(kestrel, ports, sidecar.HttpPort, HttpProtocols.Http1);
                Listen(kestrel, ports, sidecar.GrpcPort, HttpProtocols.Http2);
            }
        });
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions kestrel, LoopbackPorts ports, int port, HttpProtocols protocols)
    {
        foreach (var endPoint in ports.EndPoints(port))
        {
            kestrel.Listen(endPoint, listener => listener.Protocols = protocols);
        }
    }
}
