using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Postgres;

internal sealed class PostgresSearch : ISearchEngine
{
    public string Name => SearchOptions.Postgres;

    public Task<FoundEvents> SearchAsync(SearchQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<Guid>> SuggestAsync(SearchText text, DateTimeOffset now, int size, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<IndexedEvent>> ListAsync(Guid after, int count, CancellationToken cancellationToken) => throw new NotImplementedException();
}
