namespace TicketBooking.Search.Engines.Elasticsearch;

internal static class ElasticsearchSetup
{
    public static void AddElasticsearch(this WebApplicationBuilder builder) =>
        throw new NotSupportedException($"{builder.Environment.ApplicationName} has no Elasticsearch yet.");
}
