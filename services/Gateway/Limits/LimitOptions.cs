using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Limits;

internal sealed class LimitOptions : IValidatableObject
{
    public const string Section = "Limits";

    /// <summary>Half of the processors: the other half is for other networks.</summary>
    private static readonly int AtWork = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Dapr state store in which gateways share their buckets; empty when there is only one gateway.</summary>
    public string Store { get; init; } = ComponentNames.BucketStore;

    /// <summary>A slower answer counts as none.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:30")]
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Buckets kept in memory.</summary>
    [Range(2, 10_000_000)]
    public int MaxBuckets { get; init; } = 100_000;

    /// <summary>Multiplies every rate, burst and concurrency of a client or network: for load tests, which are one address.</summary>
    [Range(0.001, 1_000_000)]
    public double Scale { get; init; } = 1;

    [ValidateObjectMembers]
    public LaneOptions Browse { get; init; } = new() { Concurrency = 512, ClientConcurrency = 32, NetworkAtWork = AtWork };

    [ValidateObjectMembers]
    public LaneOptions Sale { get; init; } = new()
    {
        Concurrency = 512, ClientConcurrency = 32, NetworkAtWork = AtWork, MaxBodyBytes = 32 << 10,
    };

    /// <summary>
    /// Few at a time: a password costs a good deal of a core, and those of one client wait in one line with all others. One at work takes as long
    /// as the rate leaves it.
    /// </summary>
    [ValidateObjectMembers]
    public LaneOptions Auth { get; init; } = new()
    {
        Concurrency = 64, ClientConcurrency = 4, NetworkAtWork = 1, MaxBodyBytes = 8 << 10,
    };

    [ValidateObjectMembers]
    public LaneOptions Webhook { get; init; } = new()
    {
        RatePerSecond = 500, Burst = 1000, Concurrency = 128, ClientConcurrency = 64, MaxBodyBytes = 256 << 10,
    };

    [ValidateObjectMembers]
    public LaneOptions Live { get; init; } = new() { RatePerSecond = 50, Burst = 200 };

    [ValidateObjectMembers]
    public LaneOptions Other { get; init; } = new() { RatePerSecond = 20, Burst = 100, ClientConcurrency = 32 };

    /// <summary>
    /// All users of one network together may ask this many times as fast as one of them, in each gateway. A crowd behind one address is
    /// let through; one client with a thousand accounts is not.
    /// </summary>
    [Range(1, 1_000_000)]
    public double NetworkFactor { get; init; } = 20;

    /// <summary>
    /// All users of one network together may have this many times as many requests at the same time as one of them, in each gateway.
    /// </summary>
    [Range(1, 1_000_000)]
    public double NetworkConcurrencyFactor { get; init; } = 4;

    /// <summary>
    /// Requests of one network that are refused in a second, after twice as many at once; with each more its connection is closed. Those that
    /// trusted proxies bring are not counted: the proxy has limits of connections, and uses its own for many clients.
    /// </summary>
    [Range(0.01, 1_000_000)]
    public double RefusalsPerSecond { get; init; } = 50;

    /// <summary>Routes with a bucket of their own: <c>POST /api/v1/booking/holds</c> as in the table of public routes.</summary>
    public IReadOnlyDictionary<string, LaneOptions> Routes { get; init; } = new Dictionary<string, LaneOptions>();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Routes.Keys.Except(PublicRoutes.Table.Select(route => route.Name))
            .Select(name => new ValidationResult($"'{name}' is not a public route.", [nameof(Routes)]))
            .Concat(Routes.Values.Where(route => !Validator.TryValidateObject(route, new(route), null, validateAllProperties: true))
                .Select(_ => new ValidationResult("A rate is from 0.01, a burst from 1 and a body from 1 byte to 4 MiB.", [nameof(Routes)])));
}
