namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>Dapr's state API.</summary>
internal interface IStates
{
    /// <returns>Nulls when there is no item.</returns>
    Task<(string? Value, string? ETag)> GetAsync(string key);

    /// <param name="key">Of the item.</param>
    /// <param name="value">A number.</param>
    /// <param name="etag">The version that the writer has seen, if it is to count.</param>
    /// <param name="concurrency">first-write, last-write, or nothing said.</param>
    /// <param name="seconds">How long it lives; -1 for ever; null nothing said.</param>
    /// <returns>Status of the answer.</returns>
    Task<int> SetAsync(string key, string value, string? etag, string? concurrency, int? seconds);

    /// <returns>Status of the answer.</returns>
    Task<int> DeleteAsync(string key, string? etag, string? concurrency);

    Task PassAsync(int seconds);
}
