using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Dapr.AspNetCore;

/// <summary>One item of <c>/dapr/subscribe</c>: all endpoints of one topic. Property order is the JSON's.</summary>
internal sealed record Subscription(
    string Topic,
    string PubsubName,
    string? Route,
    Routes? Routes,
    IReadOnlyDictionary<string, string>? Metadata,
    string? DeadLetterTopic)
{
    public static IEnumerable<Subscription> From(IEnumerable<RouteEndpoint> endpoints, bool rawPayload) => endpoints
        .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<TopicOptions>(), (endpoint, topic) => (Path: Path(endpoint), Topic: topic))
        .GroupBy(subscriber => (subscriber.Topic.PubsubName, subscriber.Topic.Name))
        .OrderBy(group => group.Key)
        .Select(group => Of([.. group.OrderBy(subscriber => subscriber.Topic.Priority)], rawPayload));

    private static Subscription Of((string Path, TopicOptions Topic)[] subscribers, bool rawPayload)
    {
        var first = subscribers[0].Topic;
        var rules = subscribers.Where(s => !string.IsNullOrEmpty(s.Topic.Match)).Select(s => new Rule(s.Topic.Match!, s.Path)).ToArray();
        var defaultPath = subscribers.FirstOrDefault(s => string.IsNullOrEmpty(s.Topic.Match)).Path;
        return new Subscription(
            first.Name,
            first.PubsubName,
            rules.Length == 0 ? defaultPath : null,
            rules.Length == 0 ? null : new Routes(defaultPath, rules),
            MetadataOf([.. subscribers.Select(s => s.Topic)], rawPayload),
            first.DeadLetterTopic);
    }

    private static Dictionary<string, string>? MetadataOf(TopicOptions[] topics, bool rawPayload)
    {
        var separator = topics.Select(topic => topic.MetadataSeparator).FirstOrDefault(s => !string.IsNullOrEmpty(s)) ?? ",";
        var metadata = topics
            .SelectMany(topic => topic.Metadata ?? new Dictionary<string, string>())
            .GroupBy(pair => pair.Key, pair => pair.Value)
            .ToDictionary(group => group.Key, group => string.Join(separator, group.Distinct()));
        if (rawPayload || topics.Any(topic => topic.EnableRawPayload))
        {
            metadata["rawPayload"] = "true";
        }

        return metadata.Count == 0 ? null : metadata;
    }

    // Without a leading slash, as the vendor's SDK writes it.
    private static string Path(RouteEndpoint endpoint) => string.Join('/', endpoint.RoutePattern.PathSegments
        .Select(segment => string.Concat(segment.Parts.Cast<RoutePatternLiteralPart>().Select(part => part.Content))));
}

/// <summary>Which endpoint gets which message of a topic.</summary>
internal sealed record Routes(string? Default, IReadOnlyList<Rule> Rules);

/// <summary>Messages that match go to this path.</summary>
internal sealed record Rule(string Match, string Path);
