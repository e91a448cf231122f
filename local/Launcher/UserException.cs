namespace TicketBooking.Launcher;

/// <summary>An error that the user can correct; the message says how.</summary>
internal sealed class UserException(string message) : Exception(message);
