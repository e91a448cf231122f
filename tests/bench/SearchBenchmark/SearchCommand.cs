using TicketBooking.Postgres;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;

namespace TicketBooking.SearchBenchmark;

/// <summary>
/// Fills a database through the statements of the subscriptions, then searches as the HTTP features do: the engine's answer, and the hits from
/// the truth. The yardsticks are a <c>SELECT 1</c> and a read of one hit by its key, on the same connections in the same run.
/// </summary>
internal static class SearchCommand
{
    private const int Clients = 8;
    private const int WarmUpRuns = 50;
    private const int PagesOfAList = 50;
    private const int Suggestions = 10;

    public static async Task<int> RunAsync(int events, int runs)
    {
        await using var stage = await Stage.StartAsync();
        var corpus = new Corpus();
        EventDocument[] documents = [.. corpus.Events(events)];
        var filled = await stage.FillAsync(documents);
        var size = await stage.Database.Command("SELECT pg_database_size(current_database()) / 1048576").ScalarAsync<long>(CancellationToken.None);
        Console.WriteLine(
            $"{events} events indexed in {filled.TotalSeconds:0.0} s: {events / filled.TotalSeconds:0} events/s, "
            + $"one delivery of {Stage.Batch} after the other; {size} MB");
        Console.WriteLine($"{"",-34} {"one connection",31} {$"{Clients} at once",31}");
        Console.WriteLine($"{"",-26} {"hits",7} {"p50 ms",9} {"p99 ms",9} {"× key",11} {"p50 ms",10} {"p99 ms",9} {"runs/s",10}");
        await PrintAsync(stage, documents, new SearchKinds(corpus, documents), runs);
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {runs} runs of each, {Corpus.WordCount} words, {Corpus.CityCount} cities, PostgreSQL without fsync");
        return 0;
    }

    private static async Task PrintAsync(Stage stage, EventDocument[] documents, SearchKinds kinds, int runs)
    {
        var key = await PrintAsync("read by key", runs, null, run => HitsAsync(stage, [documents[run * 31 % documents.Length].Id]));
        await PrintAsync("SELECT 1", runs, key, async _ => await stage.Database.Command("SELECT 1").ScalarAsync<int>(CancellationToken.None));
        await PrintAsync(
            stage,
            key,
            runs,
            ("one rare word", kinds.RareWord),
            ("two words with filters", kinds.TwoWordsWithFilters),
            ("typo", kinds.Typo),
            ("prefix", kinds.Beginning));
        foreach (var letters in new[] { 1, 3, 6 })
        {
            SearchText[] texts = [.. Enumerable.Range(0, runs).Select(_ => kinds.Suggest(letters))];
            await PrintAsync($"suggest, letters: {letters}", runs, key, async run =>
                await HitsAsync(stage, [.. await stage.Engine.SuggestAsync(texts[run], Corpus.Now, Suggestions, CancellationToken.None)]));
        }

        await PrintAsync(stage, "cursor page without text", await CursorPagesAsync(stage, kinds.Everything, runs), key);

        // Slower by far: these look at ten thousands of events.
        await PrintAsync(
            stage,
            key,
            runs,
            ("one common word", kinds.CommonWord),
            ("facets without text", kinds.Everything),
            ("deep page without text", kinds.DeepPage),
            ("deep page, common word", kinds.DeepPageOfACommonWord));
        await PrintAsync(stage, "cursor page, common word", await CursorPagesAsync(stage, kinds.CommonWord, runs), key);
    }

    private static async Task PrintAsync(Stage stage, double key, int runs, params (string Name, Func<SearchQuery> Next)[] searches)
    {
        foreach (var (name, next) in searches)
        {
            await PrintAsync(stage, name, [.. Enumerable.Range(0, runs).Select(_ => next())], key);
        }
    }

    private static Task<double> PrintAsync(Stage stage, string name, SearchQuery[] queries, double key) =>
        PrintAsync(name, queries.Length, key, async run =>
        {
            var found = await stage.Engine.SearchAsync(queries[run], CancellationToken.None);
            var shown = await HitsAsync(stage, [.. found.Page.Select(hit => hit.Id)]);
            return found.Totals?.Count ?? shown;
        });

    /// <returns>Its median on one connection, in milliseconds.</returns>
    private static async Task<double> PrintAsync(string name, int runs, double? key, Func<int, Task<long>> runAsync)
    {
        var hits = new long[runs];
        async Task CountAsync(int run) => hits[run] = await runAsync(run);
        await Latencies.MeasureAsync(Math.Min(WarmUpRuns, runs), Clients, CountAsync);
        var alone = await Latencies.MeasureAsync(runs, 1, CountAsync);
        var together = await Latencies.MeasureAsync(runs, Clients, CountAsync);
        Console.WriteLine(
            $"{name,-26} {hits.Order().ElementAt(runs / 2),7} {alone.P50,9:0.00} {alone.P99,9:0.00} {alone.P50 / (key ?? alone.P50),11:0.0} "
            + $"{together.P50,10:0.00} {together.P99,9:0.00} {together.PerSecond,10:0}");
        return alone.P50;
    }

    /// <summary>Reads lists by cursor, some pages of each, and keeps what asked for the pages after the first.</summary>
    private static async Task<SearchQuery[]> CursorPagesAsync(Stage stage, Func<SearchQuery> next, int count)
    {
        var pages = new List<SearchQuery>();
        while (pages.Count < count)
        {
            var query = next();
            query = query with { After = new Cursor(query.Sort, []) };
            for (var page = 0; page < PagesOfAList && pages.Count < count; page++)
            {
                var found = await stage.Engine.SearchAsync(query, CancellationToken.None);
                if (found.Page.Count < query.Size)
                {
                    break;
                }

                query = query with { After = new Cursor(query.Sort, found.Page[^1].SortValues) };
                pages.Add(query);
            }
        }

        return [.. pages];
    }

    private static async Task<long> HitsAsync(Stage stage, Guid[] ids) =>
        (await HitTable.FindAsync(stage.Database, ids, CancellationToken.None)).Count;
}
