using System.Globalization;
using TicketBooking.Contracts.Money;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

/// <summary>The simulator has Stripe's facts on its own. They agree with those that the services have.</summary>
public sealed class CurrencyTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await Simulator.Start(postgres.ConnectionString);

    public async ValueTask DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task What_the_services_allow_is_taken_and_the_next_amount_outside_is_refused()
    {
        foreach (var currency in Currencies.All)
        {
            var least = currency.ToProvider(currency.MinimumMinor);
            var most = currency.ToProvider(currency.MaximumMinor);
            Assert.Equal((currency.Code, 200, $"{least}"), await ChargeAsync(currency.Code, least));
            Assert.Equal((currency.Code, 200, $"{most}"), await ChargeAsync(currency.Code, most));
            Assert.Equal((currency.Code, 400), await StatusAsync(currency.Code, least - 1));
            Assert.Equal((currency.Code, 400, "amount_too_large"), await ChargeAsync(currency.Code, Currency.MostAtProvider + 1));
        }
    }

    [Theory]
    [InlineData("isk", 550)]
    [InlineData("ugx", 501)]
    [InlineData("kwd", 5124)]
    [InlineData("tnd", 5005)]
    public async Task A_fraction_that_a_currency_has_not_is_refused(string currency, long amount) =>
        Assert.Equal((currency, 400, "invalid_charge_amount_no_decimal_compatible"), await ChargeAsync(currency, amount));

    [Theory]
    [InlineData("eur", 49)]
    [InlineData("gbp", 29)]
    [InlineData("jpy", 49)]
    [InlineData("huf", 17_499)]
    public async Task Less_than_a_currency_s_minimum_is_too_small(string currency, long amount) =>
        Assert.Equal((currency, 400, "amount_too_small"), await ChargeAsync(currency, amount));

    [Theory]
    [InlineData("xxx")]
    [InlineData("irr")]
    public async Task Another_currency_is_refused(string currency) => Assert.Equal((currency, 400), await StatusAsync(currency, 5000));

    private async Task<(string Currency, int Status)> StatusAsync(string currency, long amount)
    {
        var (_, status, _) = await ChargeAsync(currency, amount);
        return (currency, status);
    }

    /// <summary>The answer: the intent's amount, or the error's code.</summary>
    private async Task<(string Currency, int Status, string? Told)> ChargeAsync(string currency, long amount)
    {
        var reply = await _stripe.Post(
            "/v1/payment_intents", string.Create(CultureInfo.InvariantCulture, $"amount={amount}&currency={currency.ToLowerInvariant()}"));
        return (currency, reply.Status, reply.Status == 200 ? reply["amount"] : reply["error", "code"]);
    }
}
