using TicketBooking.Testing;
using TicketBooking.Testing.Otlp;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>Traces that strangers name.</summary>
public sealed class TraceTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    private readonly Dictionary<string, string> _heard = new(StringComparer.OrdinalIgnoreCase);

    // Not sampled (00), and sampled (01): neither is our decision.
    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task A_stranger_names_no_trace_of_ours_and_its_baggage_goes_no_further(string flags)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var traced = TestGateway.Boot(gateway.Sidecar.Port, TimeProvider.System, receiver.Settings))
        {
            await AskAsync(traced, flags);
        }

        Assert.DoesNotContain(Trace, _heard["traceparent"], StringComparison.Ordinal);
        Assert.EndsWith("-01", _heard["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", _heard.GetValueOrDefault("baggage", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", _heard.GetValueOrDefault("tracestate", ""), StringComparison.Ordinal);
        Assert.Contains("correlation-id", _heard.GetValueOrDefault("baggage", "") + _heard.GetValueOrDefault("correlation-context", ""), StringComparison.Ordinal);
        // The span of the request is in our trace. It has the stranger's as a link, and there only: ids of 16 and of 8 bytes.
        await Eventually.IsTrueAsync(() => receiver.Traces.Contains(Raw(_heard["traceparent"].Split('-')[1]), StringComparison.Ordinal));
        Assert.Contains($"\u000A\u0010{Raw(Trace)}\u0012\u0008{Raw(Span)}", receiver.Traces, StringComparison.Ordinal);
        Assert.Single(receiver.Traces.Split(Raw(Trace)).Skip(1));
    }

    [Fact]
    public async Task Without_a_receiver_it_is_a_trace_of_ours_too()
    {
        await using var silent = TestGateway.Boot(gateway.Sidecar.Port, TimeProvider.System);

        await AskAsync(silent, "01");

        Assert.DoesNotContain(Trace, _heard.GetValueOrDefault("traceparent", ""), StringComparison.Ordinal);
    }

    private async Task AskAsync(KestrelHost<Forwarding.Forwarder> asked, string flags)
    {
        gateway.Sidecar.Service = context =>
        {
            foreach (var (name, value) in context.Request.Headers)
            {
                _heard[name] = value.ToString();
            }

            return Task.CompletedTask;
        };
        await new RawHttp(asked.Port).SendAsync(
            "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", $"traceparent: 00-{Trace}-{Span}-{flags}", "tracestate: theirs=1", "baggage: theirs=1");
    }

    private static string Raw(string hex) => string.Concat(Convert.FromHexString(hex).Select(value => (char)value));
}
