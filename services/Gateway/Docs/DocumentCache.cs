using System.Text.Json;

namespace TicketBooking.Gateway.Docs;

/// <summary>The merged document, made again after a minute; while a service is away the last one is good.</summary>
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

    [LoggerMessage(4030, LogLevel.Warning, "A service does not say what it serves; the API document is as it was.")]
    private partial void LogAway(Exception exception);
}
