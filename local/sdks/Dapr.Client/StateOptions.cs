namespace Dapr.Client;

/// <summary>How a value is written or removed.</summary>
public class StateOptions
{
    /// <summary>When the store may answer.</summary>
    public ConsistencyMode? Consistency { get; set; }

    /// <summary>What an etag means.</summary>
    public ConcurrencyMode? Concurrency { get; set; }
}
