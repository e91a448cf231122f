using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Gateway.Security;

/// <summary>Limits what a client may send, and names the proxies that are trusted.</summary>
internal sealed class EdgeOptions : IValidatableObject
{
    public const string Section = "Gateway";

    /// <summary>Networks (<c>10.0.0.0/8</c>) of the proxies in front. Only their X-Forwarded-For and X-Forwarded-Proto are read.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Origins (<c>https://tickets.example</c>) of pages that may call the API from a browser.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Largest body of a request, where its lane or route says no other. The sidecar reads 4 MiB at most.</summary>
    [Range(1, 4 << 20)]
    public long MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>Request line and headers together. The sidecar reads 16 KiB (dapr.yaml), and the gateway adds some of its own.</summary>
    [Range(1024, 14 << 10)]
    public int MaxHeaderBytes { get; init; } = 12 << 10;

    /// <summary>A body that arrives more slowly, after <see cref="BodyGrace"/>, is given up.</summary>
    [Range(1, 1_000_000)]
    public double MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>Time before <see cref="MinBodyBytesPerSecond"/> applies to a body.</summary>
    [Range(typeof(TimeSpan), "00:00:01.5", "00:10:00")]
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a whole body may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BodyWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the complete request to the end of its answer, of everything but live streams. Then the connection is cut.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CompleteWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A client that reads its answer more slowly, after five seconds, is cut.</summary>
    [Range(1, 1_000_000)]
    public double MinAnswerBytesPerSecond { get; init; } = 4096;

    /// <summary>
    /// Open connections of this process, and at most half of the files that it may open (<c>ulimit -n</c>); more are closed at once.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 30_000;

    /// <summary>Open connections of one network (of IPv6 a /64); more are closed at once. Those of trusted proxies are not counted.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsOfANetwork { get; init; } = 1000;

    /// <summary>
    /// Connections of one network (of IPv6 a /64) that begin in a second, after twice as many at once; more wait for their turn. Those of trusted
    /// proxies do not.
    /// </summary>
    [Range(0.01, 1_000_000)]
    public double ConnectionsPerSecond { get; init; } = 100;

    /// <summary>All bodies that are in memory at the same time; a request with another is answered 503.</summary>
    [Range(4 << 20, int.MaxValue)]
    public int MaxBufferedBytes { get; init; } = 64 << 20;

    /// <summary>How long the request line and the headers may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        TrustedProxies.Where(network => !System.Net.IPNetwork.TryParse(network, out _))
            .Select(network => new ValidationResult($"'{network}' is not a network such as 10.0.0.0/8.", [nameof(TrustedProxies)]))
            .Concat(AllowedOrigins.Where(origin => !IsOrigin(origin))
                .Select(origin => new ValidationResult($"'{origin}' is not an origin such as https://tickets.example.", [nameof(AllowedOrigins)])));

    /// <summary>As a browser writes it: no path, no slash at the end, no standard port; never <c>*</c> or <c>null</c>.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && (origin.Scheme == Uri.UriSchemeHttps || origin.Scheme == Uri.UriSchemeHttp)
        && origin.GetLeftPart(UriPartial.Authority) == text;
}
