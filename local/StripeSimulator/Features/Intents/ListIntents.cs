using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class ListIntents
{
    public static async Task<Answer> Handle(Call call, CancellationToken cancel)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.Intents(call.Db, call.Parameters, cancel));
    }
}
