using Npgsql;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>The state store of the embedded sidecar, over HTTP.</summary>
internal sealed class EmbeddedStates(HttpClient sidecar, NpgsqlDataSource database) : IStates
{
    private const string Store = "/v1.0/state/statestore";

    // A second of the test is an hour, as in Redis.
    private const int Hour = 3600;

    public async Task<(string? Value, string? ETag)> GetAsync(string key)
    {
        using var answer = await sidecar.GetAsync($"{Store}/{key}");
        return answer.Headers.NonValidated.TryGetValues("ETag", out var etag) ? (await answer.Content.ReadAsStringAsync(), etag.ToString()) : (null, null);
    }

    public async Task<int> SetAsync(string key, string value, string? etag, string? concurrency, int? seconds)
    {
        var metadata = seconds is null ? null : new { ttlInSeconds = $"{(seconds > 0 ? seconds * Hour : seconds)}" };
        using var answer = await sidecar.PostAsJsonAsync(Store, new[] { new { key, value = int.Parse(value), etag, options = new { concurrency }, metadata } });
        return (int)answer.StatusCode;
    }

    public async Task<int> DeleteAsync(string key, string? etag, string? concurrency)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Store}/{key}{(concurrency is null ? "" : $"?concurrency={concurrency}")}");
        request.Headers.TryAddWithoutValidation("If-Match", etag);
        using var answer = await sidecar.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public async Task PassAsync(int seconds)
    {
        await using var command = database.CreateCommand($"UPDATE state_item SET expires_at = expires_at - make_interval(secs => {seconds * Hour})");
        await command.ExecuteNonQueryAsync();
    }
}
