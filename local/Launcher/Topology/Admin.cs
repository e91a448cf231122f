namespace TicketBooking.Launcher.Topology;

/// <summary>The administrator that EventCore makes when its database is new.</summary>
internal static class Admin
{
    public const string Email = "admin@example.test";
    public const string Username = "admin";
}
