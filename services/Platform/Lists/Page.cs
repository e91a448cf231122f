using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TicketBooking.Platform;

/// <summary>The page of a list that a client asks for; bind it with <c>[AsParameters]</c>.</summary>
/// <param name="Page">From 0.</param>
/// <param name="Size">Items on a page, 1..200.</param>
/// <param name="Cursor">
/// Empty for the first page, else the last answer's <c>nextCursor</c>: the list is read by its keys, so that no item comes twice or is missed
/// while others are added, and each page costs the same. Takes the place of <paramref name="Page"/>.
/// </param>
public sealed record PageQuery(
    [property: Range(0, int.MaxValue)] int Page = 0, [property: Range(1, PageQuery.MaxSize)] int Size = 20, string? Cursor = null)
{
    /// <summary>Largest page.</summary>
    public const int MaxSize = 200;

    /// <summary>Items before this page.</summary>
    public long Offset => (long)Page * Size;

    /// <summary>Reads the key of the last item before this page.</summary>
    /// <param name="list">The list's name, so that the cursor of another one is none of this.</param>
    /// <param name="parts">How many parts its keys have.</param>
    /// <returns>Null when the cursor is none of this list; empty for the first page.</returns>
    public string[]? KeyBefore(string list, int parts) =>
        ListCursor.TryParse(Cursor ?? "", list) is { } key && (key.Length == 0 || key.Length == parts) ? key : null;
}

/// <summary>One page of a list in stable order.</summary>
/// <typeparam name="T">The item.</typeparam>
/// <param name="Items">At most <paramref name="Size"/>.</param>
/// <param name="Number">The page, from 0; <c>page</c> in JSON. Absent when it was asked for by cursor, as the totals are.</param>
/// <param name="Size">As asked for.</param>
/// <param name="TotalItems">Items on all pages.</param>
/// <param name="NextCursor">The cursor of the next page; absent at the end, and when the page was asked for by its number.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: JsonPropertyName("page"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Number,
    int Size,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TotalItems,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextCursor = null)
{
    /// <summary>Pages of this size that all items fill.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TotalPages => (TotalItems + Size - 1) / Size;
}

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>The page of this number.</summary>
    public static Page<T> Of<T>(PageQuery query, IReadOnlyList<T> items, long totalItems) => new(items, query.Page, query.Size, totalItems);

    /// <summary>The page after a cursor.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="rows">What follows, one more than the page has, if there is one more.</param>
    /// <param name="toItem">Makes the item of a row.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="keyOf">The key of a row, by which the list is ordered.</param>
    public static Page<TItem> After<TRow, TItem>(
        PageQuery query, IReadOnlyList<TRow> rows, Func<TRow, TItem> toItem, string list, Func<TRow, string[]> keyOf) => new(
        [.. rows.Take(query.Size).Select(toItem)],
        Number: null,
        query.Size,
        TotalItems: null,
        rows.Count > query.Size ? ListCursor.Of(list, keyOf(rows[query.Size - 1])) : null);
}
