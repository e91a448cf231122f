using Google.Protobuf.Collections;
using Wire = TicketBooking.DaprWire.Runtime;

namespace Dapr.Client;

/// <summary>State options as they travel.</summary>
internal static class StateWire
{
    public static Wire.Etag? Etag(string? value) => value is null ? null : new Wire.Etag { Value = value };

    public static Wire.StateOptions? Options(StateOptions? options) => options is null
        ? null
        : new Wire.StateOptions { Concurrency = Concurrency(options.Concurrency), Consistency = Consistency(options.Consistency) };

    public static Wire.StateConsistency Consistency(ConsistencyMode? mode) => mode switch
    {
        ConsistencyMode.Eventual => Wire.StateConsistency.Eventual,
        ConsistencyMode.Strong => Wire.StateConsistency.Strong,
        _ => Wire.StateConsistency.Unspecified,
    };

    public static void Add(MapField<string, string> target, IReadOnlyDictionary<string, string>? metadata)
    {
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            target.Add(key, value);
        }
    }

    private static Wire.StateConcurrency Concurrency(ConcurrencyMode? mode) => mode switch
    {
        ConcurrencyMode.FirstWrite => Wire.StateConcurrency.FirstWrite,
        ConcurrencyMode.LastWrite => Wire.StateConcurrency.LastWrite,
        _ => Wire.StateConcurrency.Unspecified,
    };
}
