using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace TicketBooking.Search.Rebuild;

/// <summary>Reads everything that another service has, in the order of keys.</summary>
internal static class Walk
{
    private const int PageSize = 500;

    /// <exception cref="HttpRequestException">The service cannot be asked.</exception>
    public static async IAsyncEnumerable<T[]> PagesAsync<T>(
        HttpClient service, string path, JsonTypeInfo<T[]> json, Func<T, Guid> key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        T[] page;
        do
        {
            page = (await service.GetFromJsonAsync($"{path}?after={after}&size={PageSize}", json, cancellationToken))!;
            if (page.Length > 0)
            {
                after = key(page[^1]);
                yield return page;
            }
        }
        while (page.Length == PageSize);
    }
}
