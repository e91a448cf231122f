using Microsoft.Extensions.Logging.Abstractions;

namespace TicketBooking.Sidecar;

/// <summary>What a sidecar process is told; section <c>Sidecar</c> of its configuration.</summary>
public sealed class SidecarOptions
{
    /// <summary>Connection string of the database that holds the log, the state and the workflows. Migrated at start.</summary>
    public string Postgres { get; set; } = string.Empty;

    /// <summary>Folders (or single files) of component, resiliency and configuration YAML.</summary>
    public IList<string> ResourcesPaths { get; } = [];

    /// <summary>One sidecar each. Entries with the same app-id are instances of one app.</summary>
    public IList<SidecarAppOptions> Apps { get; } = [];

    /// <summary>What callers must send as <c>dapr-api-token</c>; none when empty.</summary>
    public string? ApiToken { get; set; }

    /// <summary>What apps are sent as <c>dapr-api-token</c>; none when empty.</summary>
    public string? AppApiToken { get; set; }

    /// <summary>Where log lines go.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The clock of locks, timers and envelopes.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
