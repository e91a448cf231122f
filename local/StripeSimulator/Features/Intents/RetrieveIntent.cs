using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class RetrieveIntent
{
    public static async Task<Answer> Handle(Call call, string id, CancellationToken cancel) =>
        call.Show(await call.Read(id, cancel));
}
