using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>Every public route goes to the sidecar, which is told the app; no service is called by its own address.</summary>
public sealed partial class OnlyTheSidecarTests(TestGateway gateway) : IClassFixture<TestGateway>, IDisposable
{
    /// <summary>The ports of dapr.yaml. Not listened on: a system may run on this machine.</summary>
    private static readonly int[] PortsOfServices = [8081, 8082, 8083, 8084];

    private readonly ConcurrentBag<int> _connected = [];
    private readonly ActivityListener _sockets = new()
    {
        ShouldListenTo = source => source.Name == "Experimental.System.Net.Sockets",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    };

    public static TheoryData<string> Routes => [.. PublicRoutes.Table.Select(route => route.Name)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_public_route_leads_to_the_sidecar_with_the_name_of_its_app(string name)
    {
        WatchSockets();
        var route = PublicRoutes.Table.Single(route => route.Name == name);
        var id = Guid.CreateVersion7().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Parse(route.Method), Parameter().Replace(route.Path, id));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Issue(role: "ADMIN"));

        // A client of its own has to connect, and so shows that connections are seen.
        using var client = new HttpClient { BaseAddress = gateway.Client.BaseAddress };
        using var answer = await client.SendAsync(request);

        Assert.Empty(_connected.Intersect(PortsOfServices));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"{route.Method} {route.AppId} {Parameter().Replace(route.To, id)}", gateway.Sidecar.Calls);
        Assert.Contains(client.BaseAddress!.Port, _connected);
    }

    public void Dispose() => _sockets.Dispose();

    /// <summary>Sees every connection that this process makes or fails to make, so the gateway's too.</summary>
    private void WatchSockets()
    {
        _sockets.ActivityStopped = connect =>
        {
            if (connect.GetTagItem("network.peer.port") is int port)
            {
                _connected.Add(port);
            }
        };
        ActivitySource.AddActivityListener(_sockets);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
