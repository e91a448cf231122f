namespace Stripe;

/// <summary>Reads a list to its end, forwards, a page at a time.</summary>
internal static class AutoPaging
{
    public static async IAsyncEnumerable<T> ReadAsync<T, TOptions>(
        Func<TOptions, Task<StripeList<T>>> read, TOptions options, Func<T, string> idOf)
        where TOptions : ListOptions, new()
    {
        options = options is null ? new TOptions() : (TOptions)options.Copy();
        StripeList<T> page;
        do
        {
            page = await read(options).ConfigureAwait(false);
            foreach (var item in page)
            {
                options.StartingAfter = idOf(item);
                yield return item;
            }
        }
        while (page.HasMore && page.Data.Count > 0);
    }
}
