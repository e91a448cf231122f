using System.Collections.Concurrent;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Keeps one stream per event: from its first listener until it has had none for <see cref="LiveOptions.IdleFor"/>.</summary>
/// <param name="newUpdater">Makes the updater of an event, with its stream.</param>
/// <param name="lifetime">When the process is told to stop, all streams end.</param>
/// <param name="metrics">Counts the events that have a stream.</param>
/// <param name="logger">Logs a stream that broke.</param>
internal sealed partial class EventStreamRegistry(
    Func<Guid, EventStreamUpdater> newUpdater, IHostApplicationLifetime lifetime, LiveMetrics metrics, ILogger<EventStreamRegistry> logger)
{
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    /// <summary>Takes a message of the feed; ignores one of an event without listeners.</summary>
    public void Receive(SeatFeedMessage message)
    {
        if (_entries.TryGetValue(message.EventId, out var entry))
        {
            entry.Stream.Receive([.. message.Before ?? [], new(message.Seq, message.Changes)]);
        }
    }

    /// <returns>The state of an event now, or null when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The seats service cannot be asked.</exception>
    public async Task<SeatSnapshot?> FindSnapshotAsync(Guid eventId, CancellationToken cancellationToken) =>
        (await FindAsync(eventId, cancellationToken))?.Stream.Snapshot;

    /// <summary>Adds a listener to the stream of an event, from the last batch it has seen.</summary>
    /// <returns>The stream that it is to leave again, or null when there is no such event.</returns>
    /// <exception cref="HttpRequestException">The seats service cannot be asked, or this process is stopping.</exception>
    public async Task<EventStream?> JoinAsync(Guid eventId, Listener listener, long? seen, CancellationToken cancellationToken)
    {
        while (await FindAsync(eventId, cancellationToken) is { } entry)
        {
            await entry.Updater.CatchUpToAsync(seen ?? 0, cancellationToken);
            if (entry.Stream.TryJoin(listener, seen))
            {
                return entry.Stream;
            }

            // It ended at this moment; the next one loads the state again.
            Remove(eventId, entry);
        }

        return null;
    }

    private async Task<Entry?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new HttpRequestException("This process is stopping.");
        }

        var entry = _entries.GetOrAdd(eventId, id => new Entry(newUpdater(id), LoadAsync));
        return await entry.Loaded.WaitAsync(cancellationToken) ? entry : null;
    }

    private async Task<bool> LoadAsync(Entry entry)
    {
        var loaded = false;
        try
        {
            loaded = await entry.Updater.LoadAsync(lifetime.ApplicationStopping);
        }
        finally
        {
            if (!loaded)
            {
                Remove(entry.Updater.EventId, entry);
            }
        }

        if (loaded)
        {
            metrics.EventAdded();
            _ = UpdateAsync(entry);
        }

        return loaded;
    }

    private async Task UpdateAsync(Entry entry)
    {
        try
        {
            await entry.Updater.RunAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // All streams end now.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(exception, entry.Updater.EventId);
        }
        finally
        {
            Remove(entry.Updater.EventId, entry);
            entry.Updater.Dispose();
            metrics.EventRemoved();
        }
    }

    private void Remove(Guid eventId, Entry entry) => _entries.TryRemove(KeyValuePair.Create(eventId, entry));

    [LoggerMessage(4021, LogLevel.Error, "Event {EventId} can no longer be streamed; its listeners are disconnected and may come back.")]
    private partial void LogBroken(Exception exception, Guid eventId);

    /// <summary>An updater, its stream, and its first reading, which all early listeners share.</summary>
    private sealed class Entry
    {
        private readonly Lazy<Task<bool>> _loaded;

        public Entry(EventStreamUpdater updater, Func<Entry, Task<bool>> load)
        {
            Updater = updater;
            _loaded = new Lazy<Task<bool>>(() => load(this));
        }

        public EventStreamUpdater Updater { get; }

        public EventStream Stream => Updater.Stream;

        public Task<bool> Loaded => _loaded.Value;
    }
}
