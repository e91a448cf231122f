namespace TicketBooking.Seats.Tests;

/// <summary>Messages as they are on the wire. A change of these files is a change of what other services have to read.</summary>
internal static class Golden
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json")).Trim();
}
