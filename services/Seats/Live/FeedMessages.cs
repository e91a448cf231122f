using TicketBooking.Contracts;

namespace TicketBooking.Seats.Live;

internal static class FeedMessages
{
    /// <summary>Of a message: some 300 KB.</summary>
    private const int MostChanges = 5000;

    /// <summary>Makes one message of those of an event, with each batch and its number; more when it would be too large.</summary>
    /// <param name="waiting">Of any events, each with one batch.</param>
    public static IEnumerable<SeatFeedMessage> Gather(IEnumerable<SeatFeedMessage> waiting)
    {
        foreach (var ofEvent in waiting.GroupBy(message => message.EventId))
        {
            var (batches, changes) = (new List<SeatFeedBatch>(), 0);
            foreach (var message in ofEvent.OrderBy(message => message.Seq))
            {
                if (batches.Count > 0 && changes + message.Changes.Length > MostChanges)
                {
                    yield return Of(ofEvent.Key, batches);
                    (batches, changes) = ([], 0);
                }

                batches.Add(new(message.Seq, message.Changes));
                changes += message.Changes.Length;
            }

            yield return Of(ofEvent.Key, batches);
        }
    }

    private static SeatFeedMessage Of(Guid eventId, List<SeatFeedBatch> batches) =>
        new(eventId, batches[^1].Seq, batches[^1].Changes, batches.Count == 1 ? null : [.. batches[..^1]]);
}
