using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Platform;

/// <summary>
/// The next items of a walk through everything that a service has, in the order of keys; bind it with <c>[AsParameters]</c>. Fewer items than
/// asked for are the last. What is there during the whole walk is met exactly once, whatever else comes and goes.
/// </summary>
/// <param name="After">The last key that was seen; absent at the start.</param>
/// <param name="Size">Items to answer, 1..500.</param>
public sealed record WalkQuery(Guid? After = null, [property: Range(1, WalkQuery.MaxSize)] int Size = WalkQuery.MaxSize)
{
    /// <summary>Most items of one answer.</summary>
    public const int MaxSize = 500;

    /// <summary>No item has this key: all come after it.</summary>
    public Guid From => After ?? Guid.Empty;
}
