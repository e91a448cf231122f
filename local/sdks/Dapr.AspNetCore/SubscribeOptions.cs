namespace Dapr;

/// <summary>What holds for every subscription of an application.</summary>
public class SubscribeOptions
{
    /// <summary>Whether the sidecar shall treat all messages as bytes.</summary>
    public bool EnableRawPayload { get; set; }
}
