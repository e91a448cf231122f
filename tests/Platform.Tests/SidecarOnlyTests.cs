using System.Net;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class SidecarOnlyTests
{
    private static Task<TestService> StartAsync(params (string, string)[] settings) => TestService.StartAsync(
        app =>
        {
            app.UseSidecarOnly();
            app.MapGet("/things", () => TypedResults.Ok());
        },
        settings);

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("right", HttpStatusCode.OK)]
    public async Task Only_the_sidecar_gets_in(string? token, HttpStatusCode expected)
    {
        await using var service = await StartAsync(("APP_API_TOKEN", "right"), ("DAPR_API_TOKEN", "any"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/things");
        request.Headers.Add("dapr-api-token", token is null ? [] : [token]);

        using var answer = await service.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Probes_need_no_token()
    {
        await using var service = await StartAsync(("APP_API_TOKEN", "right"), ("DAPR_API_TOKEN", "any"));

        using var live = await service.Client.GetAsync(new Uri("/health/live", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Theory]
    [InlineData("APP_API_TOKEN", "DAPR_API_TOKEN")]
    [InlineData("DAPR_API_TOKEN", "APP_API_TOKEN")]
    public async Task In_production_a_missing_token_stops_the_start_and_is_named(string given, string missing)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync((given, "right"), (missing, "")));

        Assert.StartsWith($"{missing} is not set", refusal.Message, StringComparison.Ordinal);
    }
}
