using System.Net;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>A ban as another service notices it, through both sidecars and with the settings that are shipped.</summary>
public sealed class BanElsewhereTests(IssuerSystem system) : IClassFixture<IssuerSystem>
{
    [Fact]
    public async Task A_banned_user_is_refused_by_other_services_until_the_ban_is_lifted()
    {
        var http = system.Issuer.Http;
        var admin = await http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);
        var (user, other) = (await http.RegisterAsync(), await http.RegisterAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(user));

        using var ban = await http.SendAsync(HttpMethod.Post, $"/api/v1/admin/ban/user/{user.Id}", admin);
        Assert.Equal(HttpStatusCode.NoContent, ban.StatusCode);

        await Eventually.EqualsAsync(HttpStatusCode.Forbidden, () => StatusAsync(user));
        using var refused = await system.Service.SendAsync(HttpMethod.Get, "/mine", user);
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));

        using var unban = await http.SendAsync(HttpMethod.Post, $"/api/v1/admin/unban/user/{user.Id}", admin);
        Assert.Equal(HttpStatusCode.NoContent, unban.StatusCode);

        await Eventually.EqualsAsync(HttpStatusCode.OK, () => StatusAsync(user));
    }

    private async Task<HttpStatusCode> StatusAsync(TestUser user)
    {
        using var answer = await system.Service.SendAsync(HttpMethod.Get, "/mine", user);
        return answer.StatusCode;
    }
}
