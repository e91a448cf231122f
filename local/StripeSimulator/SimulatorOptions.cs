using System.ComponentModel.DataAnnotations;

namespace TicketBooking.StripeSimulator;

/// <summary>Settings, section <c>Simulator</c>.</summary>
internal sealed class SimulatorOptions
{
    public const int DefaultPort = 12111;

    public int Port { get; init; } = DefaultPort;

    [Required]
    public string Postgres { get; init; } = "";

    [Required]
    public string SecretKey { get; init; } = "sk_test_local";

    [Required]
    public string PublishableKey { get; init; } = "pk_test_local";

    /// <summary>Receiver of events; empty: they are only stored.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>The types of events that the receiver asked for, as an endpoint at Stripe does; empty: all.</summary>
    public IReadOnlyList<string> WebhookEvents { get; init; } = [];

    [Required]
    public string WebhookSecret { get; init; } = "whsec_local";

    /// <summary>How long a delayed payment method stays <c>processing</c>.</summary>
    public TimeSpan SettlementDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>First pause after a refused webhook; doubles up to <see cref="WebhookRetryLimit"/>.</summary>
    public TimeSpan WebhookRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan WebhookRetryLimit { get; init; } = TimeSpan.FromSeconds(30);
}
