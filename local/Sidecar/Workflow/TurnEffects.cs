namespace TicketBooking.Sidecar.Workflow;

/// <summary>What a committed turn sets in motion.</summary>
internal sealed class TurnEffects
{
    /// <summary>Instances whose inbox has something new.</summary>
    public List<string> Signalled { get; } = [];

    public List<WorkKey> Activities { get; } = [];

    public List<NewTimer> Timers { get; } = [];
}
