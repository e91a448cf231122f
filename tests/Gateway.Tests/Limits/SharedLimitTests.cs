using System.Diagnostics;
using System.Net;
using TicketBooking.Contracts;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>Two gateways and the state store of a sidecar, all over real HTTP.</summary>
public sealed class SharedLimitTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task One_user_gets_no_more_through_two_gateways_than_through_one()
    {
        await using var service = await ScriptedSidecar.StartAsync();
        await using var sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = postgres.ConnectionString,
            ApiToken = TestGateway.SidecarToken,
            ResourcesPaths = { Repository.PathTo("components/local") },
            Apps = { new() { AppId = AppIds.Gateway }, new() { AppId = AppIds.EventCore, AppPort = service.Port } },
        });
        var sidecar = sidecars[AppIds.Gateway];
        (string, string)[] settings =
        [
            ("Limits:Scale", "1"), ("Limits:Store", "bucketstore"), ("Limits:StoreTimeout", "00:00:30"), ("DAPR_GRPC_PORT", $"{sidecar.GrpcPort}"),
        ];
        await using var first = TestGateway.Boot(sidecar.HttpPort, TimeProvider.System, settings);
        await using var second = TestGateway.Boot(sidecar.HttpPort, TimeProvider.System, settings);
        using var toFirst = first.NewClient();
        using var toSecond = second.NewClient();
        var token = TestTokens.Issue();
        var time = Stopwatch.StartNew();

        var admitted = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => HammerAsync(i % 2 == 0 ? toFirst : toSecond, token, requests: 60)));

        // A bucket, what dripped in, and a tenth that each gateway lets the user owe; what is left in leases may be missing.
        Assert.InRange(admitted.Sum(), 10, 20 + (2 * 2) + (10 * time.Elapsed.TotalSeconds));
        Assert.Equal(admitted.Sum(), service.Calls.Count(call => call.Contains("/event/", StringComparison.Ordinal)));
    }

    private static async Task<int> HammerAsync(HttpClient gateway, string token, int requests)
    {
        var admitted = 0;
        for (var i = 0; i < requests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001") { Headers = { Authorization = new("Bearer", token) } };
            using var answer = await gateway.SendAsync(request);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.TooManyRequests });
            admitted += answer.IsSuccessStatusCode ? 1 : 0;
        }

        return admitted;
    }
}
