namespace TicketBooking.EventCore.Domain;

/// <summary>A section of the venue as it was when the event was created, with its price in minor units.</summary>
internal sealed record PricedSection(string Name, int Rows, int SeatsPerRow, string[] Accessible, long PriceMinor)
{
    public Section WithoutPrice => new(Name, Rows, SeatsPerRow, Accessible);
}

/// <summary>The price of a seat of a section, in minor units.</summary>
internal sealed record SectionPrice(string Section, long PriceMinor);
