using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>An app behind a sidecar: says what it subscribes to and does on each path what the test says. Unknown paths are 404.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _routes = new(StringComparer.Ordinal);
    private readonly WebApplication _web;

    private TestApp(WebApplication web) => _web = web;

    public int Port { get; private set; }

    public static async Task<TestApp> StartAsync(IReadOnlyList<object> subscriptions, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.Zero);
        var app = new TestApp(builder.Build());
        app._web.Run(app.HandleAsync);
        app.On("/dapr/subscribe", context => context.Response.WriteAsJsonAsync(subscriptions));
        await app._web.StartAsync();
        app.Port = new Uri(app._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return app;
    }

    public void On(string path, RequestDelegate handler) => _routes[path] = handler;

    /// <summary>Keeps what arrives on a path, then answers as told.</summary>
    public Inbox Collect(string path, RequestDelegate? answer = null)
    {
        var inbox = new Inbox();
        On(path, async context =>
        {
            inbox.Add(await Delivery.ReadAsync(context));
            await (answer?.Invoke(context) ?? Task.CompletedTask);
        });
        return inbox;
    }

    /// <summary>Keeps what arrives in bulk; each entry gets the status that the test says, or none.</summary>
    public Inbox CollectBulk(string path, Func<JsonElement, string?> status)
    {
        var inbox = new Inbox();
        On(path, async context =>
        {
            var delivery = await Delivery.ReadAsync(context);
            var statuses = delivery.Json.GetProperty("entries").EnumerateArray()
                .Select(entry => new { entryId = entry.GetProperty("entryId").GetString(), status = status(entry) }).Where(s => s.status is not null).ToList();
            inbox.Add(delivery);
            await context.Response.WriteAsJsonAsync(new { statuses });
        });
        return inbox;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private Task HandleAsync(HttpContext context)
    {
        if (_routes.TryGetValue(context.Request.Path, out var handler))
        {
            return handler(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
