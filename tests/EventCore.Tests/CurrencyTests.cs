using System.Net;
using System.Text.Json;
using TicketBooking.Contracts.Money;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class CurrencyTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task The_least_and_the_most_that_a_currency_allows_are_prices_and_so_is_nothing()
    {
        var (user, venueId) = await OrganiserAsync();
        foreach (var currency in Currencies.All)
        {
            foreach (var price in new[] { 0, currency.MinimumMinor, currency.MaximumMinor })
            {
                using var answer = await CreateAsync(user, venueId, currency.Code, price);
                var created = await answer.ReadAsync(HttpStatusCode.Created);
                var message = Assert.Single(await app.MessagesAsync(created.GetProperty("id").GetGuid()));
                Assert.Equal((currency.Code, price), (message.Currency, Assert.Single(message.Sections).PriceMinor));
            }
        }
    }

    [Fact]
    public async Task A_price_that_a_currency_does_not_allow_is_refused_by_field()
    {
        var (user, venueId) = await OrganiserAsync();
        foreach (var currency in Currencies.All)
        {
            List<long> refused = [-currency.StepMinor, currency.MaximumMinor + currency.StepMinor];
            if (currency.StepMinor > 1)
            {
                refused.AddRange([currency.MinimumMinor + 1, currency.MaximumMinor - 1]);
            }

            foreach (var price in refused)
            {
                using var answer = await CreateAsync(user, venueId, currency.Code, price);
                var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
                Assert.Equal("prices[0].priceMinor", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
            }
        }
    }

    [Theory]
    [InlineData("EUR", 49, 50)]
    [InlineData("gbp", 1, 30)]
    [InlineData("HUF", 17_400, 17_500)]
    [InlineData("JPY", 49, 50)]
    public async Task A_price_below_the_minimum_is_refused_with_the_minimum(string code, long price, long minimum)
    {
        var (user, venueId) = await OrganiserAsync();

        using var answer = await CreateAsync(user, venueId, code, price);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "price-below-minimum");

        Assert.Equal(code.ToUpperInvariant(), problem.GetProperty("currency").GetString());
        Assert.Equal(minimum, problem.GetProperty("minimumMinor").GetInt64());
        Assert.Equal("prices[0].priceMinor", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("XXX")]
    [InlineData("irr")]
    [InlineData("BGN")]
    [InlineData("XAU")]
    public async Task A_currency_that_cannot_be_charged_is_refused_by_name(string code)
    {
        var (user, venueId) = await OrganiserAsync();

        using var answer = await CreateAsync(user, venueId, code, 100_000);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "unsupported-currency");
        Assert.Equal(code.ToUpperInvariant(), problem.GetProperty("currency").GetString());
        Assert.Equal(0L, await app.CountAsync("SELECT count(*) FROM tbl_event WHERE created_by = $1", user.Id));
    }

    private async Task<(TestUser User, Guid VenueId)> OrganiserAsync()
    {
        var user = await app.Http.RegisterAsync();
        return (user, await app.Http.CreateVenueAsync(user));
    }

    private async Task<HttpResponseMessage> CreateAsync(TestUser user, Guid venueId, string currency, long priceMinor)
    {
        var request = Api.Event(venueId);
        request["currency"] = currency;
        request["prices"] = JsonElement.Parse($$"""[{"section":"Floor","priceMinor":{{priceMinor}}}]""");
        return await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);
    }
}
