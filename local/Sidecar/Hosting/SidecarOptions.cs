using Microsoft.Extensions.Logging.Abstractions;

namespace TicketBooking.Sidecar;

/// <summary>Options of a sidecar process; section <c>Sidecar</c> of its configuration.</summary>
public sealed class SidecarOptions
{
    /// <summary>Connection string of the database that holds the log, the state and the workflows. Migrated at start.</summary>
    public string Postgres { get; set; } = string.Empty;

    /// <summary>Folders (or single files) of component, resiliency and configuration YAML.</summary>
    public IList<string> ResourcesPaths { get; } = [];

    /// <summary>One sidecar each. Entries with the same app-id are instances of one app.</summary>
    public IList<SidecarAppOptions> Apps { get; } = [];

    /// <summary>Token that callers must send as <c>dapr-api-token</c>; none when empty.</summary>
    public string? ApiToken { get; set; }

    /// <summary>Token that apps get as <c>dapr-api-token</c>; none when empty.</summary>
    public string? AppApiToken { get; set; }

    /// <summary>Receives log lines.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The clock of locks, timers and envelopes.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Section <c>Sidecar</c> and, like daprd, two tokens.</summary>
    internal static SidecarOptions From(IConfiguration configuration, ILoggerFactory logging)
    {
        var options = configuration.GetSection("Sidecar").Get<SidecarOptions>()
            ?? throw new InvalidOperationException("Section Sidecar is missing: Sidecar__Postgres, Sidecar__ResourcesPaths__0, Sidecar__Apps__0__AppId …");
        options.ApiToken = configuration["DAPR_API_TOKEN"];
        options.AppApiToken = configuration["APP_API_TOKEN"];
        options.LoggerFactory = logging;
        return options;
    }
}

/// <summary>One app and the ports of its sidecar.</summary>
public sealed class SidecarAppOptions
{
    /// <summary>Name of the app to others, and of its consumer group.</summary>
    public string AppId { get; set; } = string.Empty;

    /// <summary>The app's port on 127.0.0.1; 0 when it has none, or <see cref="SidecarHost.AttachApp"/> sets it.</summary>
    public int AppPort { get; set; }

    /// <summary>Port of the HTTP API on loopback; 0 takes a free one.</summary>
    public int HttpPort { get; set; }

    /// <summary>Port of the gRPC API on loopback; 0 takes a free one.</summary>
    public int GrpcPort { get; set; }
}
