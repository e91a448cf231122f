using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Data;

internal static class Paging
{
    /// <summary>Reads one page of a query that is ordered by the key: by number, or after a cursor.</summary>
    public static async Task<Results<Ok<Page<TItem>>, ProblemHttpResult>> ToPageAsync<TEntity, TItem>(
        this IQueryable<TEntity> ordered, PageQuery page, ListKey<TEntity> key, Func<TEntity, TItem> toItem, CancellationToken cancellationToken)
    {
        if (page.Cursor is null)
        {
            return TypedResults.Ok(await ordered.ToPageAsync(page, toItem, cancellationToken));
        }

        if (page.KeyBefore(key.List, key.Parts) is not { } before)
        {
            return ListCursor.Broken();
        }

        if (before.Length > 0)
        {
            if (key.After(before) is not { } after)
            {
                return ListCursor.Broken();
            }

            ordered = ordered.Where(after);
        }

        var rows = await ordered.Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.After(page, rows, toItem, key.List, key.Of));
    }

    private static async Task<Page<TItem>> ToPageAsync<TEntity, TItem>(
        this IQueryable<TEntity> ordered, PageQuery page, Func<TEntity, TItem> toItem, CancellationToken cancellationToken)
    {
        var total = await ordered.LongCountAsync(cancellationToken);
        var rows = page.Offset < total
            ? await ordered.Skip((int)page.Offset).Take(page.Size).ToListAsync(cancellationToken)
            : [];
        return Page.Of(page, [.. rows.Select(toItem)], total);
    }
}
