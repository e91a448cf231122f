using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TicketBooking.Platform;

/// <summary>The page of a list that a client asks for; bind it with <c>[AsParameters]</c>.</summary>
/// <param name="Page">From 0.</param>
/// <param name="Size">Items on a page, 1..200.</param>
public sealed record PageQuery([property: Range(0, int.MaxValue)] int Page = 0, [property: Range(1, PageQuery.MaxSize)] int Size = 20)
{
    /// <summary>Largest page.</summary>
    public const int MaxSize = 200;

    /// <summary>Items before this page.</summary>
    public long Offset => (long)Page * Size;
}

/// <summary>One page of a list in stable order.</summary>
/// <typeparam name="T">The item.</typeparam>
/// <param name="Items">At most <paramref name="Size"/>.</param>
/// <param name="Number">The page, from 0; <c>page</c> in JSON.</param>
/// <param name="Size">As asked for.</param>
/// <param name="TotalItems">Items on all pages.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonPropertyName("page")] int Number, int Size, long TotalItems)
{
    /// <summary>Pages of this size that all items fill.</summary>
    public long TotalPages => (TotalItems + Size - 1) / Size;
}
