using Dapr;
using Dapr.Client;
using TicketBooking.Contracts;

namespace TicketBooking.EventCore.Features.Admin;

internal static class Administration
{
    public static void AddAdministration(this WebApplicationBuilder builder) => builder.Services.AddSingleton(_ =>
        new EventSales(DaprClient.CreateInvokeHttpClient(
            AppIds.Booking, DaprDefaults.GetDefaultHttpEndpoint(builder.Configuration), builder.Configuration["DAPR_API_TOKEN"])));
}
