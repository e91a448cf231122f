using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Security;

/// <summary>How a service hears of bans, and what it answers then.</summary>
public sealed class PolledBansTests : IAsyncLifetime
{
    private readonly Guid _banned = Guid.CreateVersion7();
    private readonly Guid _other = Guid.CreateVersion7();
    private FakeIssuer _issuer = null!;
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await FakeIssuer.StartAsync();
        _service = await _issuer.TrustedByAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_banned_user_is_told_so_and_others_notice_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/mine", _banned));

        await AnswerAsync([_banned]);

        using var answer = await GetAsync("/mine", _banned);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Problem.TypePrefix + "user-banned", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/mine", _other));
    }

    [Fact]
    public async Task When_the_ban_is_lifted_the_token_works_again()
    {
        await AnswerAsync([_banned]);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/mine", _banned));

        await AnswerAsync([]);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/mine", _banned));
    }

    [Fact]
    public async Task What_needs_no_token_is_open_to_a_banned_user()
    {
        await AnswerAsync([_banned]);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/open", _banned));
    }

    [Fact]
    public async Task While_the_issuer_does_not_answer_the_last_list_counts()
    {
        await AnswerAsync([_banned]);

        await AnswerAsync(null);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/mine", _banned));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/mine", _other));

        await AnswerAsync([_other]);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/mine", _banned));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/mine", _other));
    }

    private Task AnswerAsync(Guid[]? banned)
    {
        _issuer.Banned = banned;
        return _issuer.WaitUntilHeardAsync();
    }

    private async Task<HttpStatusCode> StatusAsync(string path, Guid userId)
    {
        using var answer = await GetAsync(path, userId);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> GetAsync(string path, Guid userId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Issue(userId));
        return _service.Client.SendAsync(request);
    }
}
