using System.CommandLine;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Elasticsearch;

namespace TicketBooking.Search.Rebuild;

/// <summary>Runs the rebuild for <c>dotnet Search.dll rebuild</c>, while instances serve.</summary>
internal sealed class RebuildCommand : Command
{
    private const int Done = 0;
    private const int Incomplete = 1;
    private const int NotDone = 2;

    private readonly IServiceProvider _services;

    public RebuildCommand(IServiceProvider services)
        : base("rebuild", """
            Reads all events from event-core and all counts from seats, and makes the index anew. Searches go on meanwhile.
            Exit code: 0 done, 1 an event could not be read, 2 not done.
            """)
    {
        _services = services;
        SetAction(async (_, cancellationToken) =>
        {
            try
            {
                return await RebuildAsync(cancellationToken);
            }
            catch (EngineUnavailableException exception)
            {
                await Console.Error.WriteLineAsync($"Not done: {exception.Message}");
                return NotDone;
            }
        });
    }

    private async Task<int> RebuildAsync(CancellationToken cancellationToken)
    {
        var result = await _services.GetRequiredService<TruthRebuild>().RunAsync(cancellationToken);
        if (_services.GetService<ElasticsearchIndexes>() is { } indexes)
        {
            await indexes.RebuildAsync(cancellationToken);
        }

        await Console.Out.WriteLineAsync(
            $"{result.Events} events: {result.Changed} were other than here, {result.Deleted} were deleted, {result.Unreadable} cannot be read.");
        return result.Unreadable == 0 ? Done : Incomplete;
    }
}
