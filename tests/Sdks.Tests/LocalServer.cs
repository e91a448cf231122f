using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TicketBooking.Sdks.Tests;

/// <summary>A Kestrel server of a test's own, on a free port.</summary>
internal sealed class LocalServer(WebApplication app) : IAsyncDisposable
{
    public Uri Address => new(app.Urls.Single());

    public IServiceProvider Services => app.Services;

    public static Task<LocalServer> StartGrpcAsync(Action<WebApplication> map) => StartAsync(HttpProtocols.Http2, map);

    public static Task<LocalServer> StartHttpAsync(Action<WebApplication> map) => StartAsync(HttpProtocols.Http1, map);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<LocalServer> StartAsync(HttpProtocols protocols, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new LocalServer(app);
    }
}
