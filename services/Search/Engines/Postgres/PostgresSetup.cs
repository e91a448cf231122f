namespace TicketBooking.Search.Engines.Postgres;

internal static class PostgresSetup
{
    public static void AddPostgres(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SearchDatabase>();
        builder.Services.AddSingleton(Ranking.Standard);
        builder.Services.AddSingleton<ISearchEngine, PostgresSearch>();
    }
}
