using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Refunds;

internal static class ReadRefunds
{
    public static async Task<Answer> ListAsync(Call call, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.RefundsAsync(call.Db, call.Parameters, cancellationToken));
    }

    public static async Task<Answer> RetrieveAsync(Call call, string id, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        return Answer.Ok(await PaymentTables.ReadRefundAsync(call.Db, id, cancellationToken) ?? throw Errors.NoSuch("refund", id, "refund"));
    }
}
