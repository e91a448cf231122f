using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace TicketBooking.Sidecar.Components;

/// <summary>How often and after what pauses something is tried again. <see cref="MaxRetries"/> below zero means for ever.</summary>
internal sealed record RetryPolicy(bool IsExponential, TimeSpan Interval, TimeSpan MaxInterval, int MaxRetries)
{
    private const double Growth = 1.5;

    /// <summary>Without a policy the first failure is the last.</summary>
    public static RetryPolicy None { get; } = new(false, TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>The pause before retry number <paramref name="retry"/> (from 0), or null when there is none left.</summary>
    public TimeSpan? Pause(int retry)
    {
        if (MaxRetries >= 0 && retry >= MaxRetries)
        {
            return null;
        }

        return IsExponential
            ? TimeSpan.FromMilliseconds(Math.Min(MaxInterval.TotalMilliseconds, Interval.TotalMilliseconds * Math.Pow(Growth, retry)))
            : Interval;
    }

    public static RetryPolicy From(YamlMappingNode node)
    {
        var exponential = Yaml.Text(node, "policy") is "exponential";
        return new(
            exponential,
            Read(node, "duration") ?? (exponential ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(5)),
            Read(node, "maxInterval") ?? TimeSpan.FromSeconds(60),
            Yaml.Text(node, "maxRetries") is { } max ? int.Parse(max, CultureInfo.InvariantCulture) : -1);
    }

    private static TimeSpan? Read(YamlMappingNode node, string name) =>
        Yaml.Text(node, name) is { } text ? Duration.Parse(text) : null;
}
