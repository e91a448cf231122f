using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>Where a request comes from: the connection, unless a proxy that we trust says otherwise.</summary>
public sealed class ClientAddressTests
{
    [Theory]
    [InlineData(null, "6.6.6.6", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "6.6.6.6", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "6.6.6.6", "6.6.6.6")]
    [InlineData("127.0.0.0/8", "6.6.6.6, 7.7.7.7", "7.7.7.7")]
    [InlineData("127.0.0.0/8", "6.6.6.6, 127.0.0.9", "6.6.6.6")]
    [InlineData("127.0.0.0/8", "[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("127.0.0.0/8", "nonsense", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "6.6.6.6, nonsense", "127.0.0.1")]
    public async Task S2_17_a_forwarded_address_from_an_unknown_proxy_is_ignored(string? trusted, string said, string expected)
    {
        await using var sidecar = await ScriptedSidecar.StartAsync();
        var heard = "";
        sidecar.Service = context =>
        {
            heard = context.Request.Headers["X-Forwarded-For"].ToString();
            return Task.CompletedTask;
        };
        await using var gateway = TestGateway.Boot(
            sidecar.Port, TimeProvider.System, trusted is null ? [] : [("Gateway:TrustedProxies:0", trusted)]);
        using var client = gateway.NewClient();

        await new RawHttp(client.BaseAddress!.Port).SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "X-Forwarded-For: " + said);

        Assert.Equal(expected, heard);
    }

    [Fact]
    public Task A_trusted_proxy_that_is_no_network_is_refused_at_start() =>
        TestGateway.RefusesToStartAsync("Gateway:TrustedProxies:0", "the proxy");
}
