namespace TicketBooking.EventCore.Domain;

/// <summary>A place with seats. Its layout never changes; events copy it when they are created.</summary>
internal sealed class Venue
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    public required string City { get; init; }

    public string? Country { get; init; }

    public required Section[] Sections { get; init; }

    public required int Capacity { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
