using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Refunds;

internal static class ReadRefunds
{
    public static async Task<Answer> List(Call call, CancellationToken cancel)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.Refunds(call.Db, call.Parameters, cancel));
    }

    public static async Task<Answer> Retrieve(Call call, string id, CancellationToken cancel)
    {
        call.RequireSecretKey();
        return Answer.Ok(await call.Db.ReadRefund(id, cancel) ?? throw Errors.NoSuch("refund", id, "refund"));
    }
}
