using System.Text.RegularExpressions;

namespace TicketBooking.Testing.Runbooks;

/// <summary>A command of a service, as <c>dotnet Booking.dll messages list</c>.</summary>
/// <param name="AppId">The app it is of.</param>
/// <param name="Words">What follows the program.</param>
public sealed partial record ServiceCommand(string AppId, IReadOnlyList<string> Words)
{
    /// <returns>Null when the line is another command.</returns>
    public static ServiceCommand? Of(string line) => Line().Match(line) is { Success: true } match
        ? new(match.Groups["project"].Value is "EventCore" ? "event-core" : match.Groups["project"].Value.ToLowerInvariant(), match.Groups["words"].Value.Split(' '))
        : null;

    [GeneratedRegex(@"^dotnet (?<project>EventCore|Seats|Booking|Search)\.dll (?<words>[^#|;&]+)$")]
    private static partial Regex Line();
}
