using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>The outcome of a comparison.</summary>
/// <param name="Events">How many events were compared.</param>
/// <param name="Seats">How many of their seats.</param>
/// <param name="Differences">Those that lasted; at most <see cref="SeatComparison.Most"/>.</param>
internal sealed record SeatComparisonResult(int Events, long Seats, IReadOnlyList<SeatDifference> Differences);

/// <summary>
/// Compares the public states of seats with their claims, event by event. Both sides are streams in the order of seat ids, so that an event
/// costs no memory. Seats change all the time: a difference counts when its claim has not changed until a second look.
/// </summary>
internal sealed class SeatComparison(NpgsqlDataSource database, SeatStates seats, TimeProvider clock)
{
    /// <summary>The most differences that are kept.</summary>
    public const int Most = 10_000;

    /// <summary>Compares the events that have not begun, or began since a time.</summary>
    /// <param name="since">Earlier ones are left out.</param>
    /// <param name="settleTime">The time between the two looks.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task<SeatComparisonResult> RunAsync(DateTimeOffset since, TimeSpan settleTime, CancellationToken cancellationToken)
    {
        var events = await EventRulesTable.StartingSinceAsync(database, since, cancellationToken);
        var counted = 0L;
        var first = new List<SeatDifference>();
        foreach (var eventId in events)
        {
            await foreach (var difference in CompareAsync(eventId, () => counted++, cancellationToken))
            {
                Keep(first, difference);
            }
        }

        return new(events.Count, counted, first.Count == 0 ? [] : await LookAgainAsync(first, settleTime, cancellationToken));
    }

    private async Task<List<SeatDifference>> LookAgainAsync(
        List<SeatDifference> first, TimeSpan settleTime, CancellationToken cancellationToken)
    {
        await Task.Delay(settleTime, clock, cancellationToken);
        var claims = first.ToDictionary(difference => difference.SeatId, difference => difference.Claim?.Version);
        var lasting = new List<SeatDifference>();
        foreach (var eventId in first.Select(difference => difference.EventId).Distinct())
        {
            await foreach (var difference in CompareAsync(eventId, () => { }, cancellationToken))
            {
                if (claims.TryGetValue(difference.SeatId, out var version) && version == difference.Claim?.Version)
                {
                    Keep(lasting, difference);
                }
            }
        }

        return lasting;
    }

    private async IAsyncEnumerable<SeatDifference> CompareAsync(
        Guid eventId, Action count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var claims = SeatClaims.StreamBySeatAsync(database, eventId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var states = seats.StreamAsync(eventId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var claim = await NextAsync(claims);
        var state = await NextAsync(states);
        while (claim is not null || state is not null)
        {
            count();
            var order = claim is null ? 1 : state is null ? -1 : claim.SeatId.CompareTo(state.Id);
            if (SeatDifference.Of(eventId, order <= 0 ? claim : null, order >= 0 ? state : null) is { } difference)
            {
                yield return difference;
            }

            claim = order <= 0 ? await NextAsync(claims) : claim;
            state = order >= 0 ? await NextAsync(states) : state;
        }
    }

    private static async ValueTask<T?> NextAsync<T>(IAsyncEnumerator<T> rows)
        where T : class => await rows.MoveNextAsync() ? rows.Current : null;

    private static void Keep(List<SeatDifference> kept, SeatDifference difference)
    {
        if (kept.Count < Most)
        {
            kept.Add(difference);
        }
    }
}
