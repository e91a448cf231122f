using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketBooking.Contracts;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>Gateway, embedded sidecars and a service, all over real HTTP.</summary>
public sealed class ThroughTheSidecarTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private const string AppToken = "token-of-the-service";
    private ScriptedSidecar _service = null!;
    private SidecarHost _sidecars = null!;
    private KestrelHost<Forwarder> _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await ScriptedSidecar.StartAsync();
        var options = new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            ApiToken = TestGateway.SidecarToken,
            AppApiToken = AppToken,
            Apps = { new() { AppId = AppIds.Gateway }, new() { AppId = AppIds.EventCore, AppPort = _service.Port } },
        };
        _sidecars = await SidecarHost.StartAsync(options);
        _gateway = TestGateway.Boot(_sidecars[AppIds.Gateway].HttpPort, TimeProvider.System);
        _client = _gateway.NewClient();
    }

    [Fact]
    public async Task Bytes_query_and_headers_reach_the_service_and_its_answer_the_client()
    {
        byte[] sent = [.. RandomNumberGenerator.GetBytes(70_000).Select(value => (byte)(0x20 + (value & 0x3F)))];
        var token = TestTokens.Issue();
        byte[] received = [];
        _service.Service = async context =>
        {
            if (context.Request.Method != HttpMethods.Post)
            {
                // The gateway asks for keys, bans and documents by itself.
                return;
            }

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
            Assert.Equal(AppToken, context.Request.Headers["dapr-api-token"]);
            Assert.Equal("Bearer " + token, context.Request.Headers.Authorization);
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.SetCookie = new(["a=1", "b=2"]);
            await context.Response.WriteAsync("made");
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/event/create?q=a%2Fb&&x=%E2%82%AC")
        {
            Content = new ByteArrayContent(sent) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "Authorization", "Bearer " + token } },
        };

        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal("made", await answer.Content.ReadAsStringAsync());
        Assert.Equal(sent, received);
        Assert.Contains("POST /api/v1/event/create?q=a%2Fb&&x=%E2%82%AC", _service.Calls);
    }

    [Fact]
    public async Task An_event_stream_flows_and_ends_when_the_client_leaves()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.Service = async context =>
        {
            using var left = context.RequestAborted.Register(gone.SetResult);
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await gone.Task;
        };
        var answer = await _client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[9];
        await body.ReadExactlyAsync(buffer);

        answer.Dispose();

        Assert.Equal("data: 1\n\n", Encoding.ASCII.GetString(buffer));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_service_that_is_down_is_503()
    {
        await _service.DisposeAsync();

        using var answer = await _client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative));

        await AssertUnavailableAsync(answer);
    }

    [Fact]
    public async Task A_service_that_does_not_exist_is_503()
    {
        using var answer = await _client.GetAsync(new Uri("/api/v1/seat/seats", UriKind.Relative));

        await AssertUnavailableAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _sidecars.DisposeAsync();
        await _service.DisposeAsync();
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:unavailable", problem.GetProperty("type").GetString());
        Assert.DoesNotContain("ERR_", problem.GetRawText(), StringComparison.Ordinal);
    }
}
