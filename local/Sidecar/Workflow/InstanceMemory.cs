namespace TicketBooking.Sidecar.Workflow;

/// <summary>An instance as the database has it. Used by one task at a time.</summary>
internal sealed class RememberedInstance
{
    public bool IsLoaded { get; private set; }

    /// <summary>Null when there is none.</summary>
    public Instance? Instance { get; private set; }

    /// <summary>Of an instance that has not ended.</summary>
    public History History { get; private set; } = new([], []);

    /// <summary>Whether there is an instance that has not ended.</summary>
    public bool IsActive => Instance is { IsTerminal: false };

    /// <summary>It was read or stored so.</summary>
    public void Set(Instance? instance, History history) => (IsLoaded, Instance, History) = (true, instance, history);

    /// <summary>Reads it anew the next time: a write has failed, perhaps after it was stored.</summary>
    public void Forget() => (IsLoaded, Instance, History) = (false, null, new([], []));
}

/// <summary>Keeps the instances of an app that have not ended in memory, the ones used last, so that a turn reads nothing.</summary>
internal sealed class InstanceMemory(string appId, NpgsqlDataSource database)
{
    /// <summary>Instances that no task uses.</summary>
    private const int MostIdle = 10_000;

    private sealed class Place(string id)
    {
        public RememberedInstance Instance { get; } = new();

        public LinkedListNode<string> Idle { get; } = new(id);

        public int Users { get; set; }

        /// <summary>Ends when the task that came last has left.</summary>
        public Task Last { get; set; } = Task.CompletedTask;
    }

    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _idle = new();

    /// <summary>Lets one task at a time use an instance, which is read when it is not here.</summary>
    public async Task<T> UseAsync<T>(string id, Func<RememberedInstance, Task<T>> use, CancellationToken cancellationToken)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (place, before) = Enter(id, left.Task);
        try
        {
            // Not cancelled: those that come after wait for this one.
            await before;
            if (!place.Instance.IsLoaded)
            {
                await LoadAsync(id, place.Instance, cancellationToken);
            }

            return await use(place.Instance);
        }
        finally
        {
            Leave(id, place);
            left.SetResult();
        }
    }

    /// <summary>
    /// Stores a change of an instance, and signals it. When the write fails, the instance is read anew: it may have been stored, and then nothing
    /// else would signal it.
    /// </summary>
    /// <param name="id">The instance.</param>
    /// <param name="store">Stores the change; false when it changes nothing.</param>
    /// <param name="dispatcher">What to signal.</param>
    /// <param name="cancellationToken">Cancels reading the instance, and no write.</param>
    public async Task<bool> StoreAsync(
        string id, Func<RememberedInstance, Task<bool>> store, WorkDispatcher dispatcher, CancellationToken cancellationToken)
    {
        var stored = await UseAsync(
            id,
            async remembered =>
            {
                try
                {
                    return await store(remembered);
                }
                catch (NpgsqlException)
                {
                    remembered.Forget();
                    dispatcher.Signal(id);
                    throw;
                }
            },
            cancellationToken);
        if (stored)
        {
            dispatcher.Signal(id);
        }

        return stored;
    }

    private async Task LoadAsync(string id, RememberedInstance remembered, CancellationToken cancellationToken)
    {
        var instance = await InstanceTable.FindAsync(database, appId, id, cancellationToken);
        var history = instance is { IsTerminal: false } ? await EventTables.HistoryAsync(database, appId, id, cancellationToken) : new History([], []);
        remembered.Set(instance, history);
    }

    private (Place Place, Task Before) Enter(string id, Task left)
    {
        lock (_places)
        {
            if (!_places.TryGetValue(id, out var place))
            {
                _places[id] = place = new Place(id);
            }

            if (place.Users++ == 0 && place.Idle.List is not null)
            {
                _idle.Remove(place.Idle);
            }

            var before = place.Last;
            place.Last = left;
            return (place, before);
        }
    }

    private void Leave(string id, Place place)
    {
        lock (_places)
        {
            if (--place.Users > 0)
            {
                return;
            }

            if (!place.Instance.IsActive)
            {
                _places.Remove(id);
                return;
            }

            _idle.AddLast(place.Idle);
            if (_idle.Count > MostIdle)
            {
                _places.Remove(_idle.First!.Value);
                _idle.RemoveFirst();
            }
        }
    }
}
