using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class Administration
{
    public static void AddAdministration(this WebApplicationBuilder builder) => builder.AddServiceClient<EventSales>(AppIds.Booking);
}
