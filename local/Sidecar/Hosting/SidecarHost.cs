using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar;

/// <summary>A running set of sidecars: one per configured app instance, all in this process.</summary>
public sealed class SidecarHost : IAsyncDisposable
{
    private readonly SidecarRuntime _runtime;
    private readonly IReadOnlyList<SidecarServer> _servers;
    private readonly IReadOnlyList<(SidecarAppOptions Options, AppInstance Instance)> _instances;

    private SidecarHost(
        SidecarRuntime runtime, IReadOnlyList<SidecarServer> servers, IReadOnlyList<(SidecarAppOptions Options, AppInstance Instance)> instances)
    {
        (_runtime, _servers, _instances) = (runtime, servers, instances);
        Sidecars = [.. instances.Zip(servers, (i, s) => new SidecarEndpoint(i.Options.AppId, s.HttpPort, s.GrpcPort))];
    }

    /// <summary>The sidecars, in the order of <see cref="SidecarOptions.Apps"/>.</summary>
    public IReadOnlyList<SidecarEndpoint> Sidecars { get; }

    /// <summary>The first sidecar of an app.</summary>
    public SidecarEndpoint this[string appId] => Sidecars.First(s => s.AppId == appId);

    /// <summary>
    /// Reads the components, migrates the database, resumes what was under way and opens the ports.
    /// Throws <see cref="InvalidDataException"/> for a component it cannot provide, <see cref="IOException"/> for a port that is taken.
    /// </summary>
    public static async Task<SidecarHost> StartAsync(SidecarOptions options, CancellationToken cancellationToken = default)
    {
        var instances = options.Apps.Select(a => (a, new AppInstance(a.AppChannelAddress, a.AppPort))).ToList();
        var runtime = await SidecarRuntime.StartAsync(options, AppDirectory.From(instances), cancellationToken);
        var servers = new List<SidecarServer>();
        try
        {
            foreach (var (app, instance) in instances)
            {
                servers.Add(await SidecarServer.StartAsync(
                    app, options, runtime.EndpointsFor(app.AppId, instance), runtime.ProxyFor(app.AppId), cancellationToken));
            }

            return new(runtime, servers, instances);
        }
        catch
        {
            await StopAsync(servers, runtime);
            throw;
        }
    }

    /// <summary>Says where an app listens (now), for apps that get their port after the sidecar has started.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="appPort">Its port.</param>
    /// <param name="instance">Which of its entries in <see cref="SidecarOptions.Apps"/>, from 0.</param>
    public void AttachApp(string appId, int appPort, int instance = 0) =>
        _instances.Where(i => i.Options.AppId == appId).ElementAt(instance).Instance.MoveTo(appPort);

    /// <summary>Lets running calls end for two seconds, then stops. Nothing that was acknowledged is lost.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(_servers, _runtime);

    private static async Task StopAsync(IEnumerable<SidecarServer> servers, SidecarRuntime runtime)
    {
        await Task.WhenAll(servers.Select(s => s.DisposeAsync().AsTask()));
        await runtime.DisposeAsync();
    }
}
