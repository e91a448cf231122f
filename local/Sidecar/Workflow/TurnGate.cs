namespace TicketBooking.Sidecar.Workflow;

/// <summary>
/// Lets one turn of an instance run at a time. An instance is absent (nothing to do), waiting in the queue, or running;
/// one that is signalled while it runs goes back into the queue when its turn ends.
/// </summary>
internal sealed class TurnGate(Action<string> enqueue)
{
    private readonly System.Threading.Lock _guard = new();
    private readonly Dictionary<string, Phase> _phases = new(StringComparer.Ordinal);

    private enum Phase
    {
        Queued,
        Running,
        RunningAndSignalled,
    }

    /// <summary>Something arrived for the instance.</summary>
    public void Signal(string instanceId)
    {
        lock (_guard)
        {
            if (_phases.TryAdd(instanceId, Phase.Queued))
            {
                enqueue(instanceId);
            }
            else if (_phases[instanceId] == Phase.Running)
            {
                _phases[instanceId] = Phase.RunningAndSignalled;
            }
        }
    }

    /// <summary>Its turn was taken from the queue.</summary>
    public void Begin(string instanceId)
    {
        lock (_guard)
        {
            _phases[instanceId] = Phase.Running;
        }
    }

    /// <summary>Its turn is over, done or lost; <paramref name="again"/> asks for another one in any case.</summary>
    public void End(string instanceId, bool again)
    {
        lock (_guard)
        {
            if (again || _phases[instanceId] == Phase.RunningAndSignalled)
            {
                _phases[instanceId] = Phase.Queued;
                enqueue(instanceId);
            }
            else
            {
                _phases.Remove(instanceId);
            }
        }
    }
}
