using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>The issuer, a service that believes its tokens as all services do, and the sidecars between them.</summary>
public sealed class IssuerSystem : IAsyncLifetime
{
    private const string TrustingAppId = "box-office";

    private static int _systems;

    private EventCoreApp _issuer = null!;
    private TestPostgres _database = null!;
    private SidecarHost _sidecars = null!;
    private WebApplication _service = null!;

    public EventCoreApp Issuer => _issuer;

    /// <summary>The service that trusts the issuer; <c>GET /mine</c> needs a token and answers its subject.</summary>
    public HttpClient Service { get; } = new();

    public async ValueTask InitializeAsync() => await StartAllAsync([], []);

    /// <summary>With other settings than those that are shipped.</summary>
    internal static async Task<IssuerSystem> StartAsync((string Key, string Value)[] issuer, params (string Key, string Value)[] service)
    {
        var system = new IssuerSystem();
        await system.StartAllAsync(issuer, [.. service.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))]);
        return system;
    }

    private async Task StartAllAsync((string Key, string Value)[] issuer, KeyValuePair<string, string?>[] service)
    {
        _database = await TestPostgres.CreateAsync();
        _issuer = EventCoreApp.Start(_database, issuer);
        _sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync($"issuer_sidecar_{Interlocked.Increment(ref _systems)}"),
            AppApiToken = EventCoreApp.AppToken,
            Apps = { new() { AppId = AppIds.EventCore, AppPort = _issuer.Port }, new() { AppId = TrustingAppId } },
        });
        await StartServiceAsync(service);
    }

    public async ValueTask DisposeAsync()
    {
        Service.Dispose();
        await _service.DisposeAsync();
        await _sidecars.DisposeAsync();
        await _issuer.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task StartServiceAsync(KeyValuePair<string, string?>[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Auth:Issuer", EventCoreApp.Issuer),
            new("DAPR_HTTP_ENDPOINT", $"http://127.0.0.1:{_sidecars[TrustingAppId].HttpPort}"),
            new("DAPR_GRPC_ENDPOINT", $"http://127.0.0.1:{_sidecars[TrustingAppId].GrpcPort}"),
            .. settings,
        ]);
        builder.AddServiceDefaults();
        builder.AddTokenAuthentication(AppIds.EventCore);
        _service = builder.Build();
        _service.UseServiceDefaults();
        _service.UseAuthentication();
        _service.UseAuthorization();
        _service.MapGet("/mine", (ClaimsPrincipal caller) => caller.UserId());
        await _service.StartAsync();
        Service.BaseAddress = new Uri(_service.Urls.Single());
    }
}
