using System.Net;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class PublicCacheTests
{
    private static Task<TestService> StartAsync() => TestService.StartAsync(app =>
    {
        app.MapGet("/things", ([AsParameters] PageQuery page) => TypedResults.Ok(page)).WithPublicCache();
        app.MapGet("/same", () => TypedResults.StatusCode(StatusCodes.Status304NotModified)).WithPublicCache();
        app.MapGet("/away", () => Problem.NotFound("thing-not-found", "There is no such thing.")).WithPublicCache();
        app.MapGet("/boom", IResult () => throw new InvalidDataException("the secret")).WithPublicCache();
        app.MapGet("/elsewhere", () => TypedResults.Redirect("/things")).WithPublicCache();
        app.MapGet("/own", (HttpResponse response) => response.Headers.CacheControl = "no-store").WithPublicCache();
        app.MapGet("/private", () => TypedResults.Ok());
    });

    [Theory]
    [InlineData("/things", HttpStatusCode.OK, "public, max-age=0, s-maxage=1")]
    [InlineData("/same", HttpStatusCode.NotModified, "public, max-age=0, s-maxage=1")]
    [InlineData("/own", HttpStatusCode.OK, "no-store")]
    [InlineData("/private", HttpStatusCode.OK, null)]
    [InlineData("/elsewhere", HttpStatusCode.Redirect, null)]
    [InlineData("/away", HttpStatusCode.NotFound, null)]
    [InlineData("/things?size=0", HttpStatusCode.BadRequest, null)]
    [InlineData("/things?size=x", HttpStatusCode.BadRequest, null)]
    public async Task Shared_caches_may_keep_what_was_read_and_no_problem(string target, HttpStatusCode status, string? expected)
    {
        await using var service = await StartAsync();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = service.Client.BaseAddress };

        using var answer = await client.GetAsync(new Uri(target, UriKind.Relative));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.NonValidated.TryGetValues("Cache-Control", out var said) ? said.ToString() : null);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using var service = await StartAsync();

        using var answer = await service.Client.GetAsync(new Uri("/boom", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.NotEqual(true, answer.Headers.CacheControl?.Public);
    }
}
