using System.Net;
using System.Text;
using System.Text.Json;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>Clients that send or read slowly, or do not go on.</summary>
public sealed class NginxSlowClientTests
{
    private const string Open = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";
    private const string LogIn = "/api/v1/auth/login";
    private const int AnswerBytes = 32 << 20;

    // As many as deploy/nginx allows one client (limit_conn senders).
    private const int Senders = 128;

    [Fact]
    public async Task Bodies_that_stop_do_not_reach_the_gateway_are_bounded_by_address_and_are_cut()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        var slow = new List<Stream>();
        for (var n = 0; n < Senders; n++)
        {
            slow.Add(await SendAsync(gateway, $"POST {LogIn} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));
        }

        await Eventually.EqualsAsync((HttpStatusCode)429, () => LogInAsync(gateway.Client));
        using var another = gateway.Nginx.NewClient(IPAddress.Parse("127.0.0.5"));
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(another));
        using var read = await gateway.Client.GetAsync(new Uri(Open, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        await Task.WhenAll(slow.Select(AssertIsCutAsync));
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(gateway.Client));
        await Eventually.EqualsAsync(Senders, () => Task.FromResult(Cut(gateway).Count()));
        Assert.All(Cut(gateway), line => Assert.Equal("", line.GetProperty("upstream").GetString()));
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_cut()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        await using var slow = await SendAsync(gateway, $"GET {Open} HTTP/1.1\r\nHost: local");

        await AssertIsCutAsync(slow);
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_answer_is_cut_and_the_gateway_does_not_wait_for_it()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        var written = new TaskCompletionSource();
        gateway.Sidecar.Service = async context =>
        {
            for (var n = 0; n < AnswerBytes; n += 1 << 16)
            {
                await context.Response.Body.WriteAsync(new byte[1 << 16]);
            }

            written.SetResult();
        };

        await using var slow = await SendAsync(gateway, $"GET {Open} HTTP/1.1\r\nHost: localhost\r\n\r\n", receiveBuffer: 4096);

        await written.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(gateway.Nginx.Requests);
        await Eventually.IsTrueAsync(() => gateway.Nginx.Requests.Count == 1);
        var line = gateway.Nginx.Requests.Single();
        Assert.Equal("", line.GetProperty("whole").GetString());
        Assert.InRange(long.Parse(line.GetProperty("bytes").GetString()!), 0, AnswerBytes - 1);
    }

    private static IEnumerable<JsonElement> Cut(ProxiedGateway gateway) =>
        gateway.Nginx.Requests.Where(line => line.GetProperty("status").GetString() == "408");

    private static async Task<Stream> SendAsync(ProxiedGateway gateway, string request, int? receiveBuffer = null)
    {
        var connection = await gateway.Nginx.ConnectAsync(receiveBuffer);
        await connection.WriteAsync(Encoding.ASCII.GetBytes(request));
        return connection;
    }

    private static async Task<HttpStatusCode> LogInAsync(HttpClient client)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(LogIn, UriKind.Relative), content);
        return answer.StatusCode;
    }

    /// <summary>nginx ends the connection without an answer.</summary>
    private static async Task AssertIsCutAsync(Stream connection)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            Assert.Equal(0, await connection.ReadAsync(new byte[1], deadline.Token));
        }
        catch (IOException)
        {
            // It was reset.
        }
    }
}
