using Dapr.Client;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.DaprWire;
using Wire = TicketBooking.DaprWire.Runtime;

namespace TicketBooking.Sdks.Tests;

/// <summary>The gRPC side of a sidecar that records what it is asked and answers what a test says.</summary>
internal sealed class SidecarDouble : IAsyncDisposable
{
    private LocalServer _server = null!;

    public GrpcStatusException? Refusal { get; set; }

    public string? Token { get; private set; }

    public object? LastRequest { get; private set; }

    public Wire.GetStateResponse State { get; set; } = new();

    public Wire.TryLockResponse Lock { get; set; } = new();

    public Wire.UnlockResponse Unlock { get; set; } = new();

    public DaprClient Client { get; private set; } = null!;

    public static async Task<SidecarDouble> StartAsync()
    {
        var sidecar = new SidecarDouble();
        sidecar._server = await LocalServer.StartGrpcAsync(sidecar.Map);
        sidecar.Client = new DaprClientBuilder().UseGrpcEndpoint(sidecar._server.Address.ToString()).UseDaprApiToken("secret").Build();
        return sidecar;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    private void Map(WebApplication app)
    {
        app.MapGrpc(DaprMethods.TryLock, (request, context) => Answer(request, context, Lock));
        app.MapGrpc(DaprMethods.Unlock, (request, context) => Answer(request, context, Unlock));
        app.MapGrpc(DaprMethods.GetState, (request, context) => Answer(request, context, State));
        app.MapGrpc(DaprMethods.SaveState, (request, context) => Answer(request, context, new Empty()));
        app.MapGrpc(DaprMethods.DeleteState, (request, context) => Answer(request, context, new Empty()));
        app.MapGrpc(DaprMethods.PublishEvent, (request, context) => Answer(request, context, new Empty()));
    }

    private Task<T> Answer<T>(object request, HttpContext context, T answer)
    {
        LastRequest = request;
        Token = context.Request.Headers["dapr-api-token"];
        return Refusal is null ? Task.FromResult(answer) : throw Refusal;
    }
}
