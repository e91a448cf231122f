namespace Dapr.Client;

/// <summary>When a store may answer.</summary>
public enum ConsistencyMode
{
    /// <summary>Once one replica has the value.</summary>
    Eventual,

    /// <summary>Once a quorum has it.</summary>
    Strong,
}
