using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class CorrelationIdTests
{
    [Theory]
    [InlineData("order-17_a.B", true)]
    [InlineData("", false)]
    [InlineData("has space", false)]
    [InlineData("<script>", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    public async Task Is_accepted_when_safe_and_made_otherwise(string sent, bool accepted)
    {
        await using var service = await TestService.StartAsync(app =>
            app.MapGet("/id", (HttpContext context) => context.Request.Headers[CorrelationId.Header].ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/id");
        request.Headers.TryAddWithoutValidation(CorrelationId.Header, sent);

        using var answer = await service.Client.SendAsync(request);

        var echoed = answer.Headers.GetValues(CorrelationId.Header).Single();
        Assert.Equal(accepted, echoed == sent);
        Assert.Equal(echoed, await answer.Content.ReadAsStringAsync());
        Assert.NotEmpty(echoed);
    }

    [Fact]
    public async Task Is_on_errors_too()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/boom", IResult () => throw new InvalidDataException()));

        using var answer = await service.Client.GetAsync(new Uri("/boom", UriKind.Relative));

        Assert.NotEmpty(answer.Headers.GetValues(CorrelationId.Header).Single());
    }
}
