namespace TicketBooking.Contracts;

/// <summary>
/// The seats of an event, as seats answers to <c>GET /internal/catalogue/{eventId}</c> (service invocation only; 404 until they are
/// generated). It never changes once it exists, so a reader may keep it.
/// </summary>
/// <param name="EventId">The event.</param>
/// <param name="Currency">ISO 4217 of every price.</param>
/// <param name="Seats">Ordered by section, row, number as the venue lists them.</param>
public sealed record SeatCatalogue(Guid EventId, string Currency, CatalogueSeat[] Seats);

/// <summary>One seat that can be sold.</summary>
/// <param name="Id">Derived from event, section, row and number: generating twice gives the same id.</param>
/// <param name="SeatNumber"><c>A12</c>, or <c>Balcony/A12</c> where the venue has several sections.</param>
/// <param name="Section">Section name.</param>
/// <param name="Row">Row letters, A..Z, AA...</param>
/// <param name="Number">Number in the row, from 1.</param>
/// <param name="Accessible">Whether it is an accessible seat.</param>
/// <param name="PriceMinor">Price in minor units.</param>
public sealed record CatalogueSeat(Guid Id, string SeatNumber, string Section, string Row, int Number, bool Accessible, long PriceMinor);
