using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>A message that the sidecar has not acknowledged yet.</summary>
internal sealed class PendingMessage(Message message)
{
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Message Message => message;

    /// <summary>Ends when the sidecar has acknowledged the message.</summary>
    public Task Acknowledged => _acknowledged.Task;

    public int Failures { get; private set; }

    /// <summary>Whether it goes without others, because a request that it was part of was refused as a whole.</summary>
    public bool IsAlone { get; private set; }

    public void Acknowledge() => _acknowledged.SetResult();

    public void Refuse(bool alone)
    {
        Failures++;
        IsAlone = alone;
    }

    public void Abandon(Exception reason) => _acknowledged.TrySetException(reason);
}
