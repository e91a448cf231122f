using System.Net;
using System.Net.Sockets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>Whose address counts behind nginx.</summary>
public sealed class NginxAddressTests
{
    private const string Open = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";

    private static readonly IPAddress Source = IPAddress.Parse("127.0.0.5");

    [Theory]
    [InlineData(null)]
    [InlineData("6.6.6.6")]
    [InlineData("6.6.6.6, 127.0.0.1")]
    public async Task The_services_hear_the_client_s_own_address_whatever_it_says(string? forged)
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        using var client = gateway.Nginx.NewClient(Source);

        Assert.Equal("127.0.0.5 ", await HeardAsync(gateway, client, forged));
    }

    [Fact]
    public async Task An_address_of_IPv6_is_heard_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "IPv6 is not on this machine.");
        await using var gateway = await ProxiedGateway.StartAsync();
        using var client = gateway.Nginx.NewClient(IPAddress.IPv6Loopback);

        Assert.Equal("::1 ", await HeardAsync(gateway, client, "6.6.6.6"));
    }

    [Fact]
    public async Task Without_the_proxy_among_the_trusted_ones_every_client_is_the_proxy()
    {
        await using var gateway = await ProxiedGateway.StartAsync(("Gateway:TrustedProxies:0", "10.0.0.0/8"));
        using var client = gateway.Nginx.NewClient(Source);

        Assert.Equal("127.0.0.1 ", await HeardAsync(gateway, client, forged: null));
    }

    // The newline is a byte that a dot of a pattern does not match.
    [Theory]
    [InlineData("2001:db8:a:b::1", "2001:db8:a:b:ffff::2", true)]
    [InlineData("2001:db8:a0a:b::1", "2001:db8:a0a:b::a0a", true)]
    [InlineData("2001:db8:a:b::1", "2001:db8:a:c::1", false)]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.10.10.10", "10.10.10.11", false)]
    public async Task Connections_are_counted_by_address_or_by_the_64_of_IPv6(string first, string second, bool same)
    {
        ProxiedGateway.SkipWithoutNginx();
        var port = Ports.Next();
        // Says as which client nginx counts the address that the test names.
        await using var nginx = await NginxServer.StartAsync(1, $$"""
            server {
              listen 127.0.0.1:{{port}};
              set_real_ip_from 127.0.0.1;
              real_ip_header X-Address;
              return 200 $client;
            }
            """);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        Assert.Equal(same, await CountedAsAsync(http, first) == await CountedAsAsync(http, second));
    }

    private static async Task<string> CountedAsAsync(HttpClient http, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Address", address } } };
        using var answer = await http.SendAsync(request);
        var counted = await answer.Content.ReadAsByteArrayAsync();
        Assert.NotEmpty(counted);
        return Convert.ToHexString(counted);
    }

    private static async Task<string> HeardAsync(ProxiedGateway gateway, HttpClient client, string? forged)
    {
        var heard = "";
        gateway.Sidecar.Service = context =>
        {
            heard = $"{context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers["X-Real-IP"]}{context.Request.Headers["Forwarded"]}";
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, Open);
        request.Headers.Add("X-Forwarded-For", forged is null ? [] : [forged]);
        request.Headers.Add("X-Real-IP", "6.6.6.6");
        request.Headers.Add("Forwarded", "for=6.6.6.6");

        using var answer = await client.SendAsync(request);

        return heard;
    }
}
