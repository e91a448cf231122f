using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace TicketBooking.Gateway.Tests;

public sealed class StreamingTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task The_first_piece_of_an_answer_arrives_before_the_last_is_written()
    {
        gateway.Sidecar.Service = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await WriteAsync(context, "first");
            await _go.Task;
            await WriteAsync(context, "last");
        };
        using var answer = await gateway.Client.GetAsync(new Uri("/api/v1/seat/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();

        Assert.Equal("first", await ReadAsync(body));
        _go.SetResult();
        Assert.Equal("last", await ReadAsync(body));
        Assert.Equal(0, await body.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task Headers_of_a_silent_stream_arrive_at_once()
    {
        gateway.Sidecar.Service = async context =>
        {
            await context.Response.Body.FlushAsync();
            await _go.Task;
        };

        using var answer = await gateway.Client.GetAsync(new Uri("/api/v1/seat/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        _go.SetResult();
    }

    [Fact]
    public async Task A_stream_may_last_longer_than_an_answer_may_take_to_begin()
    {
        gateway.Sidecar.Service = async context =>
        {
            await WriteAsync(context, "first");
            await _go.Task;
            await WriteAsync(context, "last");
        };
        using var answer = await gateway.Client.GetAsync(new Uri("/api/v1/seat/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.Equal("first", await ReadAsync(body));

        gateway.Clock.Advance(TestGateway.AnswerWithin);

        _go.SetResult();
        Assert.Equal("last", await ReadAsync(body));
    }

    [Fact]
    public async Task A_stream_may_pause_longer_than_an_answer_may_take_to_begin()
    {
        await using var sidecar = await ScriptedSidecar.StartAsync();
        await using var shortTimeout = TestGateway.Boot(sidecar.Port, TimeProvider.System, ("Gateway:AnswerWithin", "00:00:02"));
        using var client = shortTimeout.NewClient();
        using var first = await client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative));
        sidecar.Service = async context =>
        {
            await WriteAsync(context, "first");
            await _go.Task;
            await WriteAsync(context, "last");
        };
        using var answer = await client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.Equal("first", await ReadAsync(body));

        // The time is over when another request has waited for all of it.
        sidecar.Service = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var other = await client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000002", UriKind.Relative));

        _go.SetResult();
        Assert.Equal("last", await ReadAsync(body));
        Assert.Equal(HttpStatusCode.GatewayTimeout, other.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_leaves_cancels_the_call_to_the_service(bool inTheMiddle)
    {
        gateway.Sidecar.Service = async context =>
        {
            if (inTheMiddle)
            {
                await WriteAsync(context, "first");
            }

            _go.SetResult();
            using var cancelled = context.RequestAborted.Register(_seen.SetResult);
            await _seen.Task;
        };
        var connection = await gateway.Raw.OpenAsync("GET /api/v1/seat/0199d3c4-5b1e-7c3a-9f00-000000000001 HTTP/1.1\r\nHost: x\r\n\r\n");
        await _go.Task.WaitAsync(GiveUpAfter);
        if (inTheMiddle)
        {
            Assert.NotEmpty(await ReadAsync(connection.GetStream()));
        }

        connection.Client.Close(0);

        await _seen.Task.WaitAsync(GiveUpAfter);
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var buffer = new byte[1000];
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer).AsTask().WaitAsync(GiveUpAfter));
    }
}
