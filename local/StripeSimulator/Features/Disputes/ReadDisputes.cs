using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Disputes;

internal static class ReadDisputes
{
    public static async Task<Answer> ListAsync(Call call, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.DisputesAsync(call.Db, call.Parameters, cancellationToken));
    }

    public static async Task<Answer> RetrieveAsync(Call call, string id, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        return Answer.Ok(await PaymentTables.ReadDisputeAsync(call.Db, id, cancellationToken) ?? throw Errors.NoSuch("dispute", id, "dispute"));
    }
}
