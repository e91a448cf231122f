using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Quotas;

/// <summary>What a user may create within a day: each seat costs everyone work. Administrators may create more.</summary>
internal sealed class CreationQuotas(IOptions<QuotaOptions> options)
{
    private readonly QuotaOptions _quotas = options.Value;

    /// <summary>Counts an event, in the transaction that adds it.</summary>
    /// <returns>Why it may not be created now; null when it may.</returns>
    public Task<ProblemHttpResult?> CountEventAsync(
        IDbContextTransaction transaction, ClaimsPrincipal caller, int seats, CancellationToken cancellationToken) =>
        CountAsync(transaction, caller, NewCreation.Event, seats, _quotas.EventsPerDay, cancellationToken);

    /// <summary>Counts a venue, in the transaction that adds it.</summary>
    /// <returns>Why it may not be created now; null when it may.</returns>
    public Task<ProblemHttpResult?> CountVenueAsync(
        IDbContextTransaction transaction, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        CountAsync(transaction, caller, NewCreation.Venue, seats: 0, _quotas.VenuesPerDay, cancellationToken);

    private async Task<ProblemHttpResult?> CountAsync(
        IDbContextTransaction transaction, ClaimsPrincipal caller, string kind, int seats, int most, CancellationToken cancellationToken)
    {
        if (caller.IsAdmin())
        {
            return null;
        }

        var creation = new NewCreation(caller.UserId(), kind, seats, most, _quotas.SeatsPerDay);
        var inner = (NpgsqlTransaction)transaction.GetDbTransaction();
        return await CreationTable.TryCountAsync(inner, creation, cancellationToken)
            ? null
            : Exceeded(creation, await CreationTable.FindWaitAsync(inner, creation, cancellationToken));
    }

    private static ProblemHttpResult Exceeded(NewCreation creation, CreationWait wait)
    {
        var bySeats = wait.Seats is not null && !(wait.OfKind >= wait.Seats);
        var (quota, limit) = bySeats ? ("seats", creation.MostSeats)
            : (creation.Kind == NewCreation.Event ? "events" : "venues", creation.MostOfKind);
        var seconds = Math.Ceiling((bySeats ? wait.Seats : wait.OfKind)!.Value.TotalSeconds);
        return Problem.Of(
            StatusCodes.Status429TooManyRequests,
            "quota-exceeded",
            "You have created as much as a user may within a day.",
            extensions: [("quota", quota), ("limit", limit), (Problem.RetryAfter, (int)Math.Max(seconds, 1))]);
    }
}
