using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Serialization;
using Elastic.Transport;
using Microsoft.Extensions.Options;

namespace TicketBooking.Search.Engines.Elasticsearch;

internal static class ElasticsearchSetup
{
    // A search has its own, shorter one.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    public static void AddElasticsearch(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ElasticsearchOptions>()
            .Bind(builder.Configuration.GetSection(ElasticsearchOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => options.Username is null == options.Password is null,
                "Search:Elasticsearch:Username and Search:Elasticsearch:Password go together.")
            .ValidateOnStart();
        builder.Services.AddSingleton(services => Open(services.GetRequiredService<IOptions<ElasticsearchOptions>>().Value));
        builder.Services.AddSingleton<ISearchEngine, ElasticsearchSearch>();
        builder.Services.AddSingleton<IndexServer>();
        builder.Services.AddSingleton<DocumentWriter>();
        builder.Services.AddSingleton<ElasticsearchIndexes>();
        builder.Services.AddHostedService<IndexUpkeep>();
        builder.Services.AddHostedService<DirtyEventIndexing>();
    }

    /// <summary>
    /// One client for all: it keeps the connections. It does not try again, because every caller knows better when. A client of 9.x asks for
    /// answers that are <c>compatible-with=9</c>; a server of 8.x refuses that.
    /// </summary>
    internal static ElasticsearchClient Open(ElasticsearchOptions options)
    {
        var settings = new ElasticsearchClientSettings(
            new SingleNodePool(options.Uri!), (_, own) => new DefaultSourceSerializer(own, DocumentsJson.Default, static _ => { }))
            .MaximumRetries(0)
            .RequestTimeout(LongestRequest);
        if (options.ApiKey is { } key)
        {
            settings = settings.Authentication(new ApiKey(key));
        }
        else if (options.Username is { } name)
        {
            settings = settings.Authentication(new BasicAuthentication(name, options.Password!));
        }

        return new ElasticsearchClient(
            options.CertificateFingerprint is { } fingerprint ? settings.CertificateFingerprint(fingerprint) : settings);
    }
}
