using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class MintBuyersTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Minted_buyers_have_accounts_of_their_own_and_tokens_as_a_login_gives()
    {
        var (exitCode, output) = await MintAsync("Development");

        Assert.True(exitCode == 0, output);
        var tokens = TokensIn(output);
        Assert.Equal(3, tokens.Select(token => Tokens.Read(token).Subject).Distinct().Count());
        foreach (var token in tokens)
        {
            Assert.True((await Tokens.ValidateAsync(app.Http, token)).IsValid);
            Assert.Equal(1, await app.CountAsync("SELECT count(*) FROM tbl_user WHERE id = $1 AND role = 'USER'", Guid.Parse(Tokens.Read(token).Subject)));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/event/events") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var answer = await app.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task No_buyers_are_minted_outside_development(string environment)
    {
        var before = await UsersAsync();

        var (exitCode, output) = await MintAsync(environment);

        Assert.Equal(1, exitCode);
        Assert.Contains("Development only", output, StringComparison.Ordinal);
        Assert.Empty(TokensIn(output));
        Assert.Equal(before, await UsersAsync());
    }

    private static string[] TokensIn(string output) => [.. output.Split('\n').Where(line => line.StartsWith("ey", StringComparison.Ordinal))];

    private Task<(int ExitCode, string Output)> MintAsync(string environment) => EventCoreApp.RunAsync(
        EventCoreApp.Settings(app.Database, ("ASPNETCORE_ENVIRONMENT", environment), ("Passwords:IterationCount", "210000")), "mint-buyers", "--count", "3");

    private Task<long> UsersAsync() => app.CountAsync("SELECT count(*) FROM tbl_user WHERE role = $1", "USER");
}
