using Xunit;

namespace TicketBooking.Gateway.Tests;

public sealed class CorrelationTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Header = "X-Correlation-Id";

    [Fact]
    public async Task A_safe_correlation_id_is_kept_passed_on_and_echoed() =>
        Assert.Equal(("order-1.A_z", "order-1.A_z"), await AskAsync("order-1.A_z"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("<script>")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_missing_or_unsafe_one_is_replaced_by_a_new_one(string? sent)
    {
        var (passedOn, echoed) = await AskAsync(sent);

        Assert.True(Guid.TryParse(passedOn, out _), passedOn);
        Assert.Equal(passedOn, echoed);
    }

    [Fact]
    public async Task A_refusal_carries_one_too()
    {
        using var answer = await gateway.Client.GetAsync(new Uri("/nowhere", UriKind.Relative));

        Assert.Single(answer.Headers.GetValues(Header));
    }

    private async Task<(string PassedOn, string Echoed)> AskAsync(string? sent)
    {
        var passedOn = "";
        gateway.Sidecar.Service = context =>
        {
            passedOn = context.Request.Headers[Header].ToString();
            context.Response.Headers[Header] = passedOn;
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001");
        if (sent is not null)
        {
            request.Headers.TryAddWithoutValidation(Header, sent);
        }

        using var answer = await gateway.Client.SendAsync(request);
        return (passedOn, Assert.Single(answer.Headers.GetValues(Header)));
    }
}
