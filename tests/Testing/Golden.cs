namespace TicketBooking.Testing;

/// <summary>Messages as they are on the wire. A change of these files is a change of what other services have to read.</summary>
public static class Golden
{
    /// <summary>A file of a suite's folder <c>Golden</c>; a suite reads another's where one service reads what the other writes.</summary>
    public static string Read(string suite, string name) => File.ReadAllText(Repository.PathTo($"tests/{suite}/Golden/{name}.json")).Trim();
}
