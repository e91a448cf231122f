using System.Net;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts.Money;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Payment)]
public sealed class CurrencyTests(BookingSystem system)
{
    public static TheoryData<string> Codes => [.. Currencies.All.Select(currency => currency.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_provider_is_asked_for_the_same_money_in_its_own_units(string code)
    {
        var currency = Currencies.Find(code)!;
        var hall = await NewEventAsync(code, currency.MinimumMinor);

        var booking = (await system.NewBuyer().BookAsync(hall.EventId, "A1", "A2", "A3")).Success();

        var amount = 3 * currency.MinimumMinor;
        Assert.Equal((amount, code), (booking.Body.GetProperty("amountMinor").GetInt64(), booking.Text("currency")));
        var intent = Assert.Single(await system.Stripe.IntentsOfAsync(booking.Id("bookingId")));
        var expected = code switch
        {
            "ISK" or "UGX" => amount * 100,
            "MGA" => amount / 100,
            _ => amount,
        };
        Assert.Equal((expected, code), (intent.GetProperty("amount").GetInt64(), intent.GetProperty("currency").GetString()!.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("ISK", 5000, 500_000)]
    [InlineData("UGX", 50_000, 5_000_000)]
    [InlineData("MGA", 500_000, 5000)]
    [InlineData("KWD", 5120, 5120)]
    [InlineData("JPY", 5000, 5000)]
    [InlineData("HUF", 500_050, 500_050)]
    public async Task All_of_a_payment_is_taken_and_refunded_and_the_books_agree(string code, long priceMinor, long atProvider)
    {
        var hall = await NewEventAsync(code, priceMinor);
        var buyer = system.NewBuyer();
        var booking = (await buyer.BookAsync(hall.EventId, "A1")).Success();
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        Assert.Equal([(atProvider, 0)], await system.Stripe.LedgerOfEventAsync(hall.EventId));
        Assert.Empty(await FindingsAsync(booking));

        await buyer.CancelAsync(booking.Id("bookingId"));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Equal([(atProvider, atProvider)], await system.Stripe.LedgerOfEventAsync(hall.EventId));
        Assert.Empty(await FindingsAsync(booking));
    }

    [Theory]
    [InlineData("MGA", 150)]
    [InlineData("KWD", 5124)]
    [InlineData("IRR", 500_000)]
    public async Task Prices_from_before_the_table_that_it_does_not_allow_are_not_sold(string code, long priceMinor)
    {
        var hall = await NewEventAsync(code, priceMinor);

        var held = await system.NewBuyer().HoldAsync(hall.EventId, "A1");
        var booked = await system.NewBuyer().BookAsync(hall.EventId, "A2");

        Assert.Equal((HttpStatusCode.Conflict, "amount-not-payable"), (held.Status, held.Problem));
        Assert.Equal((HttpStatusCode.Conflict, "amount-not-payable"), (booked.Status, booked.Problem));
        Assert.Equal(0L, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1", hall.EventId));
    }

    private async Task<IEnumerable<Finding>> FindingsAsync(Answer booking)
    {
        var options = new ReconcileOptions(TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeSpan.FromSeconds(2), MayRepair: false);
        return (await system.Part<Reconciler>().RunAsync(options, CancellationToken.None))
            .Select(result => result.Finding)
            .Where(finding => finding.Subject == $"{booking.Id("bookingId")}");
    }

    private Task<Hall> NewEventAsync(string currency, long priceMinor) =>
        system.NewEventAsync(change: message => message with { Currency = currency }, priceMinor: priceMinor);
}
