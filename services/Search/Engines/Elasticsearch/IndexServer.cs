using System.Text.RegularExpressions;
using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.IndexManagement;
using Microsoft.Extensions.Options;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// The indexes as the server has them. Their names are <c>events-(mapping version)-(time)</c>, and searches read the alias <c>events</c>. Each
/// has a second alias of its own, and documents are written to that only: a write to a name that is no alias is refused, so none makes an index.
/// </summary>
internal sealed partial class IndexServer(ElasticsearchClient client, IOptions<ElasticsearchOptions> options)
{
    private string Alias => options.Value.Index;

    public static string WriteAlias(string index) => $"{index}-write";

    /// <summary>The version in a name; null when the name is none of an index.</summary>
    public static int? MappingVersion(string index) =>
        Name().Match(index) is { Success: true } match && int.TryParse(match.Groups["version"].ValueSpan, out var version) ? version : null;

    public string NewName(DateTimeOffset now) => $"{Alias}-{EventMapping.Version}-{now.UtcDateTime:yyyyMMddHHmmssfff}";

    /// <summary>All of this system's indexes, and whether searches read them.</summary>
    public async Task<IReadOnlyList<ServerIndex>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await client.Indices.GetAliasAsync(new GetAliasRequest((Indices)$"{Alias}-*"), cancellationToken).ReadAsync(cancellationToken);
        return
        [
            .. answer.Aliases!.Where(index => MappingVersion(index.Key) is not null)
                .Select(index => new ServerIndex(index.Key, index.Value.Aliases.ContainsKey(Alias))),
        ];
    }

    /// <summary>Makes an empty index. The template goes first, so that it is this release's own even while releases change.</summary>
    public async Task CreateAsync(string index, CancellationToken cancellationToken)
    {
        await client.Indices.PutIndexTemplateAsync(EventMapping.Template(options.Value), cancellationToken).ReadAsync(cancellationToken);
        var request = new CreateIndexRequest(index) { Aliases = new Dictionary<Name, Alias> { [WriteAlias(index)] = new() } };
        await client.Indices.CreateAsync(request, cancellationToken).ReadAsync(cancellationToken);
    }

    /// <summary>Lets searches read it instead of the others, in one step. Everything that was written to it is found from then on.</summary>
    public async Task ServeAsync(string index, IEnumerable<string> others, CancellationToken cancellationToken)
    {
        await client.Indices.RefreshAsync(new RefreshRequest(index), cancellationToken).ReadAsync(cancellationToken);
        var request = new UpdateAliasesRequest
        {
            Actions =
            [
                .. others.Select(other => (IndexUpdateAliasesAction)new RemoveAction { Index = other, Alias = Alias }),
                new AddAction { Index = index, Alias = Alias },
            ],
        };
        await client.Indices.UpdateAliasesAsync(request, cancellationToken).ReadAsync(cancellationToken);
    }

    /// <summary>Deletes it, if it is there.</summary>
    public Task DeleteAsync(string index, CancellationToken cancellationToken) =>
        client.Indices.DeleteAsync(new DeleteIndexRequest(index), cancellationToken).ReadAsync(cancellationToken, alsoRight: 404);

    [GeneratedRegex(@"^[a-z][a-z0-9]*-(?<version>\d+)-\d{17}$")]
    private static partial Regex Name();
}

/// <param name="Name">Its name.</param>
/// <param name="IsRead">Whether searches read it.</param>
internal sealed record ServerIndex(string Name, bool IsRead);
