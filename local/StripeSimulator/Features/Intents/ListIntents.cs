using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class ListIntents
{
    public static async Task<Answer> HandleAsync(Call call, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.IntentsAsync(call.Db, call.Parameters, cancellationToken));
    }
}
