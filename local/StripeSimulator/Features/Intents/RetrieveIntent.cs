using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class RetrieveIntent
{
    public static async Task<Answer> HandleAsync(Call call, string id, CancellationToken cancellationToken) =>
        call.Show(await call.ReadAsync(id, cancellationToken));
}
