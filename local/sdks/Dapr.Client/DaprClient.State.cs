using System.Text.Json;
using Grpc.Core;
using TicketBooking.DaprWire;
using Wire = TicketBooking.DaprWire.Runtime;

namespace Dapr.Client;

public sealed partial class DaprClient
{
    /// <summary>Reads a value: <c>GetState</c>. The type's default where there is none.</summary>
    /// <exception cref="DaprException">The sidecar or the store failed, or the value is not of that type.</exception>
    public async Task<TValue> GetStateAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = default,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        (await GetStateAndETagAsync<TValue>(storeName, key, consistencyMode, metadata, cancellationToken)).value;

    /// <summary>Reads a value and its version: <c>GetState</c>. Default and empty string where there is none.</summary>
    /// <exception cref="DaprException">The sidecar or the store failed, or the value is not of that type.</exception>
    public async Task<(TValue value, string etag)> GetStateAndETagAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.GetStateRequest { StoreName = storeName, Key = key, Consistency = StateWire.Consistency(consistencyMode) };
        StateWire.Add(request.Metadata, metadata);
        var response = await CallAsync("State", DaprMethods.GetState, request, cancellationToken);
        try
        {
            var value = response.Data.IsEmpty ? default : JsonSerializer.Deserialize<TValue>(response.Data.Span, JsonSerializerOptions);
            return (value!, response.Etag);
        }
        catch (JsonException e)
        {
            throw new DaprException($"State operation failed: the value of {key} cannot be read as {typeof(TValue).Name}.", e);
        }
    }

    /// <summary>Writes a value unconditionally: <c>SaveState</c> without an etag.</summary>
    /// <param name="storeName">The state component.</param>
    /// <param name="key">Where; the store prefixes it with the app-id.</param>
    /// <param name="value">Written as JSON.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">For the component; <c>ttlInSeconds</c> lets the value expire.</param>
    /// <param name="cancellationToken">Ends the call; the value may have been written nevertheless.</param>
    /// <exception cref="DaprException">The sidecar or the store failed.</exception>
    public async Task SaveStateAsync<TValue>(
        string storeName,
        string key,
        TValue value,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        await SaveAsync(storeName, Item(key, value, null, stateOptions, metadata), cancellationToken);

    /// <summary>Writes a value if its version is still <paramref name="etag"/>: <c>SaveState</c>. False when it is not.</summary>
    /// <exception cref="DaprException">The sidecar or the store failed.</exception>
    public Task<bool> TrySaveStateAsync<TValue>(
        string storeName,
        string key,
        TValue value,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return SaveAsync(storeName, Item(key, value, etag, stateOptions, metadata), cancellationToken);
    }

    /// <summary>Removes a value unconditionally: <c>DeleteState</c> without an etag.</summary>
    /// <exception cref="DaprException">The sidecar or the store failed.</exception>
    public async Task DeleteStateAsync(
        string storeName,
        string key,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        await DeleteAsync(storeName, key, null, stateOptions, metadata, cancellationToken);

    /// <summary>Removes a value if its version is still <paramref name="etag"/>: <c>DeleteState</c>. False when it is not.</summary>
    /// <exception cref="DaprException">The sidecar or the store failed.</exception>
    public Task<bool> TryDeleteStateAsync(
        string storeName,
        string key,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(etag);
        return DeleteAsync(storeName, key, etag, stateOptions, metadata, cancellationToken);
    }

    private Wire.StateItem Item<TValue>(
        string key, TValue value, string? etag, StateOptions? options, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var item = new Wire.StateItem { Key = key, Etag = StateWire.Etag(etag), Options = StateWire.Options(options) };
        if (value is not null)
        {
            item.Value = ToJson(value);
        }

        StateWire.Add(item.Metadata, metadata);
        return item;
    }

    private Task<bool> SaveAsync(string storeName, Wire.StateItem item, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        var request = new Wire.SaveStateRequest { StoreName = storeName, States = { item } };
        return UnlessMismatch(item.Etag, CallAsync("State", DaprMethods.SaveState, request, cancellationToken));
    }

    private Task<bool> DeleteAsync(
        string storeName,
        string key,
        string? etag,
        StateOptions? options,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var request = new Wire.DeleteStateRequest
        {
            StoreName = storeName, Key = key, Etag = StateWire.Etag(etag), Options = StateWire.Options(options),
        };
        StateWire.Add(request.Metadata, metadata);
        return UnlessMismatch(request.Etag, CallAsync("State", DaprMethods.DeleteState, request, cancellationToken));
    }

    // ABORTED on a conditional call is how the sidecar says that the version has moved on.
    private static async Task<bool> UnlessMismatch(Wire.Etag? etag, Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (DaprException e) when (etag is not null && e.InnerException is RpcException { StatusCode: StatusCode.Aborted })
        {
            return false;
        }
    }
}
