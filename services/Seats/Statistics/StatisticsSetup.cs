namespace TicketBooking.Seats.Statistics;

internal static class StatisticsSetup
{
    public static void AddStatistics(this WebApplicationBuilder builder) => builder.Services.AddHostedService<SeatAnalysis>();
}
