using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.EventCore.Features.Quotas;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Venues;

public sealed record CreateVenueRequest(
    [property: Required, StringLength(200), PlainText] string Name,
    [property: Required, StringLength(300), PlainText] string Address,
    [property: Required, StringLength(100), PlainText] string City,
    [property: StringLength(100), PlainText] string? Country,
    [property: Required, Length(1, 500), NoNulls] IReadOnlyList<SectionRequest> Sections);

/// <param name="Name">Part of seat numbers such as Balcony/A12, hence without a slash.</param>
/// <param name="Rows">Lettered A..Z, AA..</param>
/// <param name="SeatsPerRow">Numbered from 1.</param>
/// <param name="Accessible">Labels such as A1.</param>
public sealed record SectionRequest(
    [property: Required, StringLength(60)]
    [property: RegularExpression(SectionRequest.NamePattern, ErrorMessage = "A section name has no slash and no space at its ends.")]
    string Name,
    [property: Range(1, VenueLayout.MaxCapacity)] int Rows,
    [property: Range(1, VenueLayout.MaxCapacity)] int SeatsPerRow,
    [property: NoNulls] string[]? Accessible)
{
    private const string NamePattern = @"[^\s/\p{C}]([^/\p{C}]*[^\s/\p{C}])?";
}

internal static class CreateVenue
{
    public static async Task<Results<Created<VenueResponse>, ProblemHttpResult>> HandleAsync(
        CreateVenueRequest request,
        ClaimsPrincipal caller,
        EventCoreContext db,
        CreationQuotas quotas,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        Section[] sections = [.. request.Sections.Select(s => new Section(s.Name, s.Rows, s.SeatsPerRow, s.Accessible ?? []))];
        if (VenueLayout.Errors(sections).ToArray() is { Length: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        var now = clock.GetUtcNow();
        var venue = new Venue
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name,
            Address = request.Address,
            City = request.City,
            Country = request.Country,
            Sections = sections,
            Capacity = (int)VenueLayout.Capacity(sections),
            CreatedBy = caller.UserId(),
            CreatedAt = UtcTime.Of(now),
        };

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await quotas.CountVenueAsync(transaction, caller, cancellationToken) is { } exceeded)
        {
            return exceeded;
        }

        db.Venues.Add(venue);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/venue/{venue.Id}", VenueResponse.Of(venue));
    }
}
