namespace TicketBooking.ChildProcesses;

/// <summary>The command of a guarded child.</summary>
public sealed record ChildCommand(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>Added to (or, with a null value, taken from) this process's own environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>User to become first; only root may ask for it.</summary>
    public UnixUser? RunAs { get; init; }

    /// <summary>Signal that asks the command to end; ten seconds after the owner's death it is killed.</summary>
    public string Goodbye { get; init; } = "TERM";

    /// <summary>Directory that is deleted when the command has ended, even if the owner is gone by then.</summary>
    public string? DeleteAfterwards { get; init; }
}
