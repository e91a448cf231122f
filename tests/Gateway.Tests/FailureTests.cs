using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

public sealed class FailureTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private static readonly Uri AnEvent = new("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative);

    [Fact]
    public async Task Without_a_sidecar_the_answer_is_503_and_says_when_to_try_again()
    {
        await using var alone = TestGateway.Boot(Ports.Next(), TimeProvider.System);
        using var client = alone.NewClient();

        using var answer = await client.GetAsync(AnEvent);

        await AssertProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_service_that_the_sidecar_cannot_reach_is_503_without_internals()
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = "No way to 10.0.0.7";
            return context.Response.WriteAsJsonAsync(new { errorCode = "ERR_DIRECT_INVOKE", message = "dial tcp 10.0.0.7:8081: connection refused" });
        };

        using var answer = await gateway.Client.GetAsync(AnEvent);

        await AssertProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain("10.0.0.7", answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.7", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_the_service_explains_itself_is_passed_on()
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return context.Response.WriteAsJsonAsync(new { type = "urn:own" }, (JsonSerializerOptions?)null, "application/problem+json");
        };

        using var answer = await gateway.Client.GetAsync(AnEvent);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("""{"type":"urn:own"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_service_that_does_not_begin_to_answer_is_504_and_is_cancelled()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Sidecar.Service = async context =>
        {
            using var registration = context.RequestAborted.Register(cancelled.SetResult);
            called.SetResult();
            await cancelled.Task;
        };
        var asking = gateway.Client.GetAsync(AnEvent);
        await called.Task;

        gateway.Clock.Advance(TestGateway.AnswerWithin);

        using var answer = await asking;
        await AssertProblemAsync(answer, HttpStatusCode.GatewayTimeout, "timed-out");
        Assert.Null(answer.Headers.RetryAfter);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_before_its_first_byte_is_503()
    {
        gateway.Sidecar.Service = async context =>
        {
            context.Response.ContentLength = 10;
            context.Response.ContentType = "text/plain";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        using var answer = await gateway.Client.GetAsync(AnEvent);

        await AssertProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    [Fact]
    public async Task What_was_asked_for_is_not_written_to_the_log()
    {
        await using var gossip = TestGateway.Boot(1, TimeProvider.System, ("Logging:LogLevel:Default", "Information"));

        var log = gossip.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Yarp.ReverseProxy.Forwarder.HttpForwarder");

        Assert.False(log.IsEnabled(LogLevel.Information));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_does_not_look_whole()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Sidecar.Service = async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await go.Task;
            context.Abort();
        };
        using var answer = await gateway.Client.GetAsync(AnEvent, HttpCompletionOption.ResponseHeadersRead);

        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.Equal(4, await body.ReadAtLeastAsync(new byte[4], 4));
        go.SetResult();

        // A clean end would be 0 bytes.
        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_413_even_when_its_size_was_not_announced(bool chunked)
    {
        gateway.Sidecar.Service = context => context.Request.Body.CopyToAsync(Stream.Null);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/auth/login", UriKind.Relative))
        {
            Content = Blank.OfSize((1 << 20) + 1),
            Headers = { TransferEncodingChunked = chunked, ExpectContinue = true },
        };

        using var answer = await gateway.Client.SendAsync(request);

        await AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
    }

    [Fact]
    public Task A_timeout_of_zero_is_refused_at_start() => TestGateway.RefusesToStartAsync("Gateway:AnswerWithin", "00:00:00");

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
    }
}
