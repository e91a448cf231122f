namespace TicketBooking.Launcher.Topology;

/// <summary>The plan of a process: command, settings, and the sign that it is ready.</summary>
internal sealed record ProcessPlan(string Name, string WorkingDirectory, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>TCP ports it will listen on.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Ready when each of these answers; with none, ready when it runs.</summary>
    public IReadOnlyList<Uri> ReadyWhen { get; init; } = [];
}
