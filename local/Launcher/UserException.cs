namespace TicketBooking.Launcher;

/// <summary>Something the person at the keyboard can put right; the message says how.</summary>
internal sealed class UserException(string message) : Exception(message);
