namespace TicketBooking.OnSale.Sweeping;

/// <summary>Two books that do not agree.</summary>
/// <param name="Kind">One of a few words, the same for all of its kind.</param>
/// <param name="What">This one.</param>
internal sealed record Difference(string Kind, string What);
