namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>Two clients of a store, each with the ETags that it has seen, and what they are answered.</summary>
internal sealed class StatePlayer(IStates states)
{
    private readonly Dictionary<(string Client, string Key), string> _seen = [];
    private int _values;

    public List<string> Answers { get; } = [];

    public async Task ReadAsync(string client, string key)
    {
        var (value, etag) = await states.GetAsync(key);
        if (etag is null)
        {
            _seen.Remove((client, key));
        }
        else
        {
            _seen[(client, key)] = etag;
        }

        Answers.Add($"{client} reads {key}: {value ?? "nothing"}");
    }

    /// <param name="client">The writer.</param>
    /// <param name="key">Of the item.</param>
    /// <param name="concurrency">first-write, last-write, or nothing said.</param>
    /// <param name="seconds">How long it lives; null when nothing is said.</param>
    /// <param name="withETag">Whether the writer says what it has seen, if it has seen the item.</param>
    public async Task WriteAsync(string client, string key, string? concurrency, int? seconds, bool withETag)
    {
        var etag = withETag ? _seen.GetValueOrDefault((client, key)) : null;
        var status = await states.SetAsync(key, $"{++_values}", etag, concurrency, seconds);
        Answers.Add($"{client} writes {key} ({concurrency ?? "nothing said"}, {(etag is null ? "no ETag" : "ETag")}, {seconds} s): {status}");
    }

    public async Task DeleteAsync(string client, string key, string? concurrency, bool withETag)
    {
        var etag = withETag ? _seen.GetValueOrDefault((client, key)) : null;
        Answers.Add($"{client} deletes {key} ({concurrency ?? "nothing said"}, {(etag is null ? "no ETag" : "ETag")}): {await states.DeleteAsync(key, etag, concurrency)}");
    }

    public async Task PassAsync(int seconds)
    {
        await states.PassAsync(seconds);
        Answers.Add($"{seconds} s pass");
    }

    /// <summary>A client has no ETag of an item that has ended, unless a test keeps it.</summary>
    public async Task ForgetWhatIsGoneAsync(string key)
    {
        if ((await states.GetAsync(key)).ETag is null)
        {
            _seen.Keys.Where(seen => seen.Key == key).ToList().ForEach(seen => _seen.Remove(seen));
        }
    }
}
