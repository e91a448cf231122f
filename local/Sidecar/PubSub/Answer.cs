namespace TicketBooking.Sidecar.PubSub;

/// <summary>What became of one attempt to deliver.</summary>
internal readonly record struct Answer(Verdict Verdict, string Reason);
