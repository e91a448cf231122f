using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Booking.Payments;

/// <summary>Settings, section <c>Stripe</c>.</summary>
internal sealed class StripeOptions
{
    public const string Section = "Stripe";

    [Required]
    public string SecretKey { get; init; } = "";

    /// <summary>For browsers, which confirm payments with it.</summary>
    [Required]
    public string PublishableKey { get; init; } = "";

    /// <summary>Another address than Stripe's own, e.g. a simulator's.</summary>
    public string? ApiBase { get; init; }

    /// <summary>Several while one is being replaced.</summary>
    [Required]
    [MinLength(1)]
    public IReadOnlyList<string> WebhookSecrets { get; init; } = [];

    /// <summary>How long one call may take. A call is tried up to three times.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:20")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(8);
}
