using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Testing;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Security;

public sealed class RefusedUsersTests
{
    [Fact]
    public async Task Who_was_refused_what_is_logged()
    {
        var log = new FakeLogCollector();
        await using var issuer = await FakeIssuer.StartAsync();
        await using var service = await issuer.TrustedByAsync(builder => builder.Logging.AddProvider(new FakeLoggerProvider(log)));
        var (plain, banned) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        issuer.Banned = [banned];
        await issuer.WaitUntilHeardAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(service, "/administration", plain));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(service, "/mine", banned));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/mine", plain));

        Assert.Equal(
            [$"User {plain} lacks the role for GET /administration.", $"User {banned} is banned; the token is ignored at GET /mine."],
            log.GetSnapshot().Where(entry => entry.Id.Id is 114 or 115).Select(entry => entry.Message));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestService service, string path, Guid userId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Issue(userId));
        using var answer = await service.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
