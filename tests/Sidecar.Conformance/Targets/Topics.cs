namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>A topic per test, named after what its subscriber does; the route is <c>/on/{topic}</c>.</summary>
internal static class Topics
{
    public const string Wrapped = "wrapped";
    public const string Raw = "raw";
    public const string RawWanted = "raw-wanted";
    public const string Ordered = "ordered";
    public const string Flaky = "flaky";
    public const string Poisoned = "poisoned";
    public const string Dropped = "dropped";
    public const string Missing = "missing";
    public const string NotJson = "not-json";
    public const string Bulk = "bulk-published";
    public const string InBulk = "in-bulk";
    public const string InBulkFlaky = "in-bulk-flaky";
    public const string InBulkPoisoned = "in-bulk-poisoned";
    public const string InBulkRaw = "in-bulk-raw";

    public static IReadOnlyList<object> All { get; } =
    [
        Subscribe(Wrapped),
        Subscribe(Raw),
        Subscribe(RawWanted, raw: true),
        Subscribe(Ordered),
        .. new[] { Flaky, Poisoned, Dropped, Missing, NotJson }.SelectMany(WithDeadLetter),
        Subscribe(Bulk),
        Subscribe(InBulk, bulk: true),
        Subscribe(InBulkFlaky, bulk: true),
        Subscribe(InBulkPoisoned, bulk: true, deadLetterTopic: Dead(InBulkPoisoned)),
        Subscribe(Dead(InBulkPoisoned)),
        Subscribe(InBulkRaw, raw: true, bulk: true),
    ];

    public static string Route(string topic) => $"/on/{topic}";

    public static string Dead(string topic) => $"{topic}-dead";

    public static object Subscribe(string topic, bool raw = false, string? deadLetterTopic = null, bool bulk = false) => new
    {
        pubsubname = ConformanceTarget.PubSub,
        topic,
        route = Route(topic)[1..],
        metadata = raw ? new { rawPayload = "true" } : null,
        deadLetterTopic,
        bulkSubscribe = bulk ? new { enabled = true, maxMessagesCount = 100, maxAwaitDurationMs = 40 } : null,
    };

    private static object[] WithDeadLetter(string topic) =>
        [Subscribe(topic, deadLetterTopic: Dead(topic)), Subscribe(Dead(topic))];
}
