using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using Elastic.Transport.Products.Elasticsearch;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>Tells a server that cannot do something now from a request that it will never do.</summary>
internal static class Answers
{
    /// <summary>The answer, when its status is a success or <paramref name="alsoRight"/>.</summary>
    /// <exception cref="EngineUnavailableException">No answer, an overload, a failure, or an index that is not there.</exception>
    /// <exception cref="InvalidOperationException">The request is refused; the same will be again.</exception>
    public static async Task<T> ReadAsync<T>(this Task<T> call, CancellationToken cancellationToken, int? alsoRight = null)
        where T : ElasticsearchResponse
    {
        var answer = await AwaitAsync(call, cancellationToken);
        // The client answers instead of throwing when it was cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        var details = answer.ApiCallDetails;
        var status = details.HttpStatusCode;
        // With a success, an exception says that the body cannot be read.
        if ((status is >= 200 and < 300 && details.OriginalException is null) || (status is not null && status == alsoRight))
        {
            return answer;
        }

        var reason = $"Elasticsearch: {Summary(answer)}";
        throw status is null or < 400 or 401 or 403 or 404 or 408 or 429 or >= 500
            ? new EngineUnavailableException(reason, details.OriginalException!)
            : new InvalidOperationException(reason, details.OriginalException);
    }

    private static async Task<T> AwaitAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call;
        }
        catch (Exception exception) when (
            exception is TransportException or UnsupportedProductException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EngineUnavailableException("Elasticsearch does not answer, or something else does.", exception);
        }
    }

    private static string Summary(ElasticsearchResponse answer) =>
        answer.ElasticsearchServerError is { Error: { } error } server
            ? $"{server.Status} {error.Type}: {error.Reason}"
            : $"{answer.ApiCallDetails.HttpStatusCode?.ToString() ?? "no answer"} {answer.ApiCallDetails.OriginalException}".TrimEnd();
}
