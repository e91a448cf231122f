using Microsoft.EntityFrameworkCore;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Data;

internal static class Paging
{
    /// <summary>Reads one page of an ordered query.</summary>
    public static async Task<Page<TItem>> ToPageAsync<TEntity, TItem>(
        this IQueryable<TEntity> ordered, PageQuery page, Func<TEntity, TItem> toItem, CancellationToken cancellationToken)
    {
        var total = await ordered.LongCountAsync(cancellationToken);
        var rows = page.Offset < total
            ? await ordered.Skip((int)page.Offset).Take(page.Size).ToListAsync(cancellationToken)
            : [];
        return new Page<TItem>([.. rows.Select(toItem)], page.Page, page.Size, total);
    }
}
