using System.Net;
using Grpc.Core;
using Dapr.Client.Autogen.Grpc.v1;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

public sealed class TokenTests : IAsyncLifetime
{
    private TestPostgres _postgres = null!;
    private TestApp _app = null!;
    private SidecarHost _sidecar = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await TestPostgres.CreateAsync();
        _app = await TestApp.StartAsync([]);
        _sidecar = await EmbeddedSidecar.StartAsync(_postgres, ("callee", _app.Port), ("caller", 0));
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Without_the_token_nothing_but_health_is_answered(string? token)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_sidecar["caller"].HttpPort}") };
        http.DefaultRequestHeaders.TryAddWithoutValidation("dapr-api-token", token);
        using var grpc = new GrpcApi(new Uri($"http://[::1]:{_sidecar["caller"].GrpcPort}"), token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1.0/metadata")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/local/v1/pubsub/lag")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1.0/invoke/callee/method/x")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/healthz/outbound")).StatusCode);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await grpc.Dapr.GetMetadataAsync(new GetMetadataRequest()));
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Fact]
    public async Task The_app_is_sent_its_own_token_and_never_the_caller_s()
    {
        var inbox = _app.Collect("/x");
        using var http = _sidecar.HttpOf("caller");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/invoke/callee/method/x");
        request.Headers.Add("dapr-caller-app-id", "somebody else");

        using var answer = await http.SendAsync(request);

        var seen = (await inbox.NextAsync()).Headers;
        Assert.Equal(EmbeddedTarget.AppToken, seen["dapr-api-token"]);
        Assert.Equal("caller", seen["dapr-caller-app-id"]);
    }

    [Fact]
    public async Task Metadata_names_the_app_and_its_components()
    {
        using var grpc = new GrpcApi(new Uri($"http://127.0.0.1:{_sidecar["caller"].GrpcPort}"), EmbeddedTarget.Token);

        var metadata = await grpc.Dapr.GetMetadataAsync(new GetMetadataRequest());

        Assert.Equal("caller", metadata.Id);
        Assert.Equal(["livefeed", "lockstore", "pubsub", "statestore"], metadata.RegisteredComponents.Select(c => c.Name).Order());
    }
}
