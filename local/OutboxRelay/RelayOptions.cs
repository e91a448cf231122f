using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TicketBooking.OutboxRelay;

/// <summary>Settings, section <c>Relay</c>; <see cref="ApiToken"/> is <c>DAPR_API_TOKEN</c>.</summary>
internal sealed class RelayOptions
{
    /// <summary>HTTP address of the relay's own sidecar.</summary>
    [Required]
    public Uri? Sidecar { get; init; }

    [Required]
    public string PubSub { get; init; } = "pubsub";

    public string? ApiToken { get; set; }

    [MinLength(1)]
    [ValidateEnumeratedItems]
    public IReadOnlyList<OutboxOptions> Outboxes { get; init; } = [];

    /// <summary>Time between updates of the log position while there is nothing to publish.</summary>
    public TimeSpan IdleAdvance { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First pause after a failure; doubles up to <see cref="RetryLimit"/>.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan RetryLimit { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan PauseAfter(int failures)
    {
        var pause = Retry * Math.Pow(2, Math.Min(failures - 1, 20));
        return pause < RetryLimit ? pause : RetryLimit;
    }
}

/// <summary>One outbox table and the topic its rows go to.</summary>
internal sealed class OutboxOptions
{
    [Required]
    public string ConnectionString { get; init; } = "";

    /// <summary>Table name, with its schema when that is not <c>public</c>.</summary>
    [Required]
    public string Table { get; init; } = "";

    [Required]
    public string Topic { get; init; } = "";
}
