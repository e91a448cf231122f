namespace TicketBooking.Platform;

/// <summary>
/// Handles messages one by one. Messages may come twice and in any order. Returning means that the effects are committed. An exception
/// parks the message, which is then tried again from the service's own table.
/// </summary>
public interface IMessageHandler
{
    /// <summary>Applies one message, or calls <see cref="ChangeEvent.Postpone"/> when it came too early.</summary>
    /// <exception cref="MalformedMessageException">No retry makes the message readable; it goes to the dead letter.</exception>
    Task HandleAsync(ChangeEvent change, CancellationToken cancellationToken);
}

/// <summary>As <see cref="IMessageHandler"/>, for messages that are cheaper together.</summary>
public interface IBatchHandler
{
    /// <summary>
    /// Applies messages in one transaction; <see cref="ChangeEvent.Postpone"/> marks those that came too early. After an exception each is
    /// tried alone.
    /// </summary>
    /// <exception cref="MalformedMessageException">One of them is malformed.</exception>
    Task HandleAsync(IReadOnlyList<ChangeEvent> changes, CancellationToken cancellationToken);
}
