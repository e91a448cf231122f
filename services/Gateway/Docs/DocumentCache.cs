using System.Text.Json;

namespace TicketBooking.Gateway.Docs;

/// <summary>Keeps the merged document for a minute; while a service is down, the last one stays.</summary>
internal sealed partial class DocumentCache(ServiceDocuments services, TimeProvider clock, ILogger<DocumentCache> logger) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _making = new(1);
    private byte[]? _document;
    private long _madeAt;

    /// <returns>Null when there is none yet and a service cannot be asked.</returns>
    public async Task<byte[]?> GetAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (_document is null || clock.GetElapsedTime(_madeAt) > Fresh)
            {
                _document = JsonSerializer.SerializeToUtf8Bytes(MergedDocument.Of(await services.FetchAsync(cancellationToken)));
                _madeAt = clock.GetTimestamp();
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            LogAway(exception);
        }
        finally
        {
            _making.Release();
        }

        return _document;
    }

    public void Dispose() => _making.Dispose();

    [LoggerMessage(4030, LogLevel.Warning, "The API document of a service cannot be fetched; the last merged one stays.")]
    private partial void LogAway(Exception exception);
}
