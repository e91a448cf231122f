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
    [InlineData("Development", "APP_API_TOKEN")]
    [InlineData("Development", "DAPR_API_TOKEN")]
    [InlineData("Production", "APP_API_TOKEN")]
    [InlineData("Production", "DAPR_API_TOKEN")]
    public void In_every_environment_a_missing_token_stops_the_start_and_is_named(string environment, string missing)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var given = missing == "APP_API_TOKEN" ? "DAPR_API_TOKEN" : "APP_API_TOKEN";
        builder.Configuration.AddInMemoryCollection([new(given, "right"), new(missing, "")]);
        var app = builder.Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => app.UseSidecarOnly());

        Assert.StartsWith($"{missing} is not set", refusal.Message, StringComparison.Ordinal);
    }
}
