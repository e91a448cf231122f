namespace TicketBooking.Launcher.Topology;

/// <summary>What holds for every app.</summary>
internal sealed class DaprCommon
{
    public Dictionary<string, string> Env { get; init; } = [];
}
