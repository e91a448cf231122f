using TicketBooking.Search.Engines.Elasticsearch;
using TicketBooking.Search.Engines.Postgres;

namespace TicketBooking.Search.Engines;

internal static class EngineSetup
{
    /// <summary>Adds the engine that <c>Search:Engine</c> names.</summary>
    public static void AddEngine(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(SearchOptions.Section);
        builder.Services.AddOptions<SearchOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        if (section[nameof(SearchOptions.Engine)] == SearchOptions.Elasticsearch)
        {
            builder.AddElasticsearch();
        }
        else
        {
            builder.AddPostgres();
        }
    }
}
