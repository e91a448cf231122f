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

    private readonly EventCoreApp _issuer = new();
    private SidecarHost _sidecars = null!;
    private WebApplication _service = null!;

    public EventCoreApp Issuer => _issuer;

    /// <summary>The service that trusts the issuer; <c>GET /mine</c> needs a token and answers its subject.</summary>
    public HttpClient Service { get; } = new();

    public async Task InitializeAsync()
    {
        await _issuer.InitializeAsync();
        _sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync("issuer_sidecar"),
            Apps = { new() { AppId = AppIds.EventCore, AppPort = _issuer.Port }, new() { AppId = TrustingAppId } },
        });
        await StartServiceAsync();
    }

    public async Task DisposeAsync()
    {
        Service.Dispose();
        await _service.DisposeAsync();
        await _sidecars.DisposeAsync();
        await ((IAsyncLifetime)_issuer).DisposeAsync();
    }

    private async Task StartServiceAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Auth:Issuer", EventCoreApp.Issuer),
            new("DAPR_HTTP_ENDPOINT", $"http://127.0.0.1:{_sidecars[TrustingAppId].HttpPort}"),
            new("DAPR_GRPC_ENDPOINT", $"http://127.0.0.1:{_sidecars[TrustingAppId].GrpcPort}"),
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
