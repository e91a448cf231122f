namespace TicketBooking.Gateway.Forwarding;

/// <summary>Gives up when the head of an answer is late, and sends bodies as they come.</summary>
internal sealed class SidecarHandler(TimeSpan answerWithin, TimeProvider clock) : DelegatingHandler
{
    /// <returns>The head of the answer. From here on nothing limits the time: the answer may be a stream.</returns>
    /// <exception cref="TimeoutException">No answer has begun in time. Sending the request counts.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content = request.Content is { } body ? new FlushedContent(body) : null;
        using var timeout = new CancellationTokenSource(answerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await base.SendAsync(request, either.Token);
        }
        catch (Exception exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer has begun within {answerWithin}.", exception);
        }
    }
}
