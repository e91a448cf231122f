namespace Dapr;

/// <summary>A subscription of an endpoint to a topic.</summary>
public class TopicOptions
{
    /// <summary>The topic.</summary>
    public string Name { get; set; } = null!;

    /// <summary>The pub/sub component.</summary>
    public string PubsubName { get; set; } = null!;

    /// <summary>Whether the sidecar shall treat messages as bytes (then they come base64-encoded in a CloudEvent).</summary>
    public bool EnableRawPayload { get; set; }

    /// <summary>A CEL expression over <c>event</c>; the endpoint gets what matches.</summary>
    public string? Match { get; set; }

    /// <summary>Rules are tried from the lowest to the highest.</summary>
    public int Priority { get; set; }

    /// <summary>Where messages go that this application keeps refusing.</summary>
    public string? DeadLetterTopic { get; set; }

    /// <summary>Joins several values of one metadata name; a comma by default.</summary>
    public string? MetadataSeparator { get; set; }

    /// <summary>For the component.</summary>
    public IDictionary<string, string>? Metadata { get; set; }
}
