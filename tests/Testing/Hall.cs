using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Testing;

/// <summary>An event with its seats, as every service derives them from the message.</summary>
public sealed class Hall
{
    public const long Price = 4500;

    private Hall(EventMessage message, SeatLayout layout) => (Message, Layout, Seats) = (message, layout, [.. layout.Seats()]);

    public Guid EventId => Message.EventId;

    public EventMessage Message { get; }

    public SeatLayout Layout { get; }

    /// <summary>In the venue's order.</summary>
    public LayoutSeat[] Seats { get; }

    /// <summary>Sections of equal size.</summary>
    public static Hall Of(Guid eventId, int rows, int seatsPerRow, params string[] sections) => Of(
        Sample.Event([.. (sections.Length == 0 ? ["Main"] : sections).Select(name => Sample.Section(name, rows, seatsPerRow, Price))])
            with { EventId = eventId });

    public static Hall Of(EventMessage message)
    {
        var (layout, refusal) = SeatLayout.Of(message);
        return new Hall(message, layout ?? throw new ArgumentException(refusal, nameof(message)));
    }
}
