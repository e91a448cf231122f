using System.Net;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>What an attack is about.</summary>
/// <param name="Gateway">The public address.</param>
/// <param name="Attacker">Where the attack comes from.</param>
/// <param name="SmallEvent">The event whose seats users hold.</param>
/// <param name="LargeEvent">An event with as many seats as one may have.</param>
internal sealed record Target(Uri Gateway, IPAddress Attacker, string SmallEvent, string LargeEvent);
