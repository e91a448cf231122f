using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Gateway.Forwarding;

internal sealed class ForwardingOptions
{
    public const string Section = "Gateway";

    /// <summary>How long a service may take until its answer begins. How long the answer then lasts is limited by <c>Gateway:CompleteWithin</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);
}
