using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>All buyers of a run. They come when they are due, whether or not earlier ones are served.</summary>
internal sealed class Crowd(RunOptions options, Record record, LaunchedSystem system) : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    public RunOptions Options => options;

    public Record Record => record;

    public HttpClient Gateway { get; } = Patient(Connections.ToGateway(system));

    public HttpClient Provider { get; } = Patient(Connections.ToProvider(system));

    public Asking Asking { get; } = new(record);

    /// <summary>Lets the buyers come, and returns when the last has left.</summary>
    public async Task SellAsync(IReadOnlyList<Venue> venues, Tokens tokens, CancellationToken cancellationToken)
    {
        var chance = new Random(options.Seed);
        var (visits, due, gap) = (new List<Task>(options.Buyers), record.Now, options.Duration / options.Buyers);
        for (var n = 0; n < options.Buyers; n++)
        {
            // As many as are to come on the average, at times that do not know of each other.
            due += gap * -Math.Log(1 - chance.NextDouble());
            await record.UntilAsync(due, cancellationToken);

            visits.Add(VisitAsync(new Visit(this, venues[n % venues.Count], new Shopper(await tokens.NextAsync(cancellationToken), n), new Random(options.Seed + n)), due));
        }

        await Task.WhenAll(visits);
    }

    public void Dispose()
    {
        Gateway.Dispose();
        Provider.Dispose();
    }

    private static HttpClient Patient(HttpClient client)
    {
        client.Timeout = AnswerWithin;
        return client;
    }

    private async Task VisitAsync(Visit visit, TimeSpan due)
    {
        record.Arrive();
        await visit.RunAsync(due);
        record.Leave();
    }
}
